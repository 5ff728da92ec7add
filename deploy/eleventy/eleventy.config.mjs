// Builds nothing unless every article has a receipt that fits it: articles/bridge.md needs articles/bridge.jws.
import { readFileSync } from "node:fs";
import { checkArticle, openRevocations } from "./receipt.mjs";

export default function (config) {
	const keys = JSON.parse(readFileSync("newsroom/jwks.json", "utf8"));
	const revocations = openRevocations(readFileSync("newsroom/revocations.jws", "utf8"), keys);
	config.addPreprocessor("receipt", "md", (data, content) => {
		const jws = readFileSync(data.page.inputPath.replace(/\.md$/, ".jws"), "utf8");
		data.receipt = checkArticle({ title: data.title, text: content, jws, keys, revocations });
	});
	return { dir: { input: "articles", output: "public" } };
}
