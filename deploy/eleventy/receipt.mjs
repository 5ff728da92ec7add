// Verifies that an article has a receipt of Linecheck that fits it. docs/reference/cms.md explains each step.
import { createHash, createPublicKey, verify } from "node:crypto";

const sha256 = (text) => createHash("sha256").update(text, "utf8").digest("hex");

// Opens a signed statement of one kind, and returns what it states.
function open(jws, kind, keys) {
	const [header, payload, signature] = jws.trim().split(".");
	if (!signature) throw new Error("this is not a compact JWS");
	const { alg, typ, kid } = JSON.parse(Buffer.from(header, "base64url"));
	if (alg !== "EdDSA" || typ !== kind) throw new Error(`this is signed as ${typ} with ${alg}, not as ${kind} with EdDSA`);
	const jwk = keys.keys.find((key) => key.kid === kid && key.kty === "OKP" && key.crv === "Ed25519");
	if (!jwk) throw new Error(`the newsroom has no key ${kid}`);
	const key = createPublicKey({ key: { kty: jwk.kty, crv: jwk.crv, x: jwk.x }, format: "jwk" });
	if (!verify(null, Buffer.from(`${header}.${payload}`), key, Buffer.from(signature, "base64url"))) {
		throw new Error("the signature does not fit");
	}
	return JSON.parse(Buffer.from(payload, "base64url"));
}

// Opens the list of revoked receipts. It must be newer than maxAge milliseconds, or a revocation could be withheld.
export function openRevocations(jws, keys, maxAge = 24 * 60 * 60 * 1000) {
	const list = open(jws, "linecheck-revocations", keys);
	if (Date.now() - Date.parse(list.issued_at) > maxAge) {
		throw new Error(`the list of revoked receipts is of ${list.issued_at}: fetch it again`);
	}
	return list;
}

// Throws an error unless the receipt is valid and fits the title and the text, byte for byte. Returns what it states.
export function checkArticle({ title, text, jws, keys, revocations }) {
	const receipt = open(jws, "linecheck-receipt", keys);
	if (receipt.version !== 1) throw new Error(`version ${receipt.version} of receipts is not known`);
	const revoked = revocations.receipts.find(({ id }) => id === receipt.id);
	if (revoked) throw new Error(`the receipt was revoked on ${revoked.at}: sign the article off again`);
	if (Date.parse(revocations.issued_at) < Date.parse(receipt.signed.at)) {
		throw new Error("the list of revoked receipts is older than the receipt");
	}
	if (sha256(title) !== receipt.article.title_sha256) throw new Error(`the title is not the signed one, “${receipt.article.title}”`);
	if (sha256(text) !== receipt.text_sha256) throw new Error("the text is not the signed one");
	return receipt;
}
