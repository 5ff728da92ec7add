package handlers_test

import (
	"fmt"
)

// checkOverrides overrides the open reason, and withdraws the override. It returns the override's id.
func (p *apiClients) checkOverrides(article string) int64 {
	t := p.t
	t.Helper()
	made := p.do(p.editor, "POST", article+"/overrides", `{"code":"open","reason":"Read on air."}`, 201)
	if made.Code != "open" || made.Reason != "Read on air." || len(made.Covers) == 0 || made.Covers[0].Kind != "sentence" {
		t.Errorf("%+v", made)
	}
	gate := p.do(p.editor, "GET", article+"/gate", "", 200)
	if len(gate.Overridden) != 1 || gate.Overridden[0].ID != made.ID || len(gate.Overridden[0].Covers) != gate.Overridden[0].Count {
		t.Errorf("%+v", gate)
	}
	back := p.do(p.editor, "DELETE", fmt.Sprintf("/overrides/%d", made.ID), "", 200)
	if len(back.Overridden) != 0 || len(back.Reasons) != len(gate.Reasons)+1 {
		t.Errorf("%+v", back)
	}
	p.do(p.editor, "DELETE", fmt.Sprintf("/overrides/%d", made.ID), "", 409)
	p.do(p.editor, "POST", article+"/overrides", `{"code":"proof","reason":"Nothing is behind it."}`, 409)
	return made.ID
}

// checkResolutions sets a claim's outcome.
func (p *apiClients) checkResolutions(at createdIDs) {
	t := p.t
	t.Helper()
	claim := fmt.Sprintf("/claims/%d", at.claim)
	now := p.do(p.editor, "GET", claim, "", 200)
	p.do(p.editor, "POST", claim+"/resolution", fmt.Sprintf(`{"resolution":"stands","version":%d}`, now.Version-1), 409)
	if ended := p.do(p.editor, "POST", claim+"/resolution", fmt.Sprintf(`{"resolution":"stands","version":%d}`, now.Version), 200); ended.Resolution != "stands" {
		t.Errorf("%+v", ended)
	}
	p.do(p.editor, "POST", claim+"/resolution", fmt.Sprintf(`{"resolution":"none","version":%d}`, now.Version+1), 200)
}

// checkConfirmation changes a sentence that was read, and confirms it.
func (p *apiClients) checkConfirmation(article string) {
	t := p.t
	t.Helper()
	whole := p.do(p.reader, "GET", article, "", 200)
	p.do(p.reviewer, "PUT", fmt.Sprintf("/sentences/%d/reading", whole.Sentences[0].ID), `{"state":"clear"}`, 200)
	p.do(p.writer, "POST", article+"/revisions", `{"text":"It is very old. It was built in 1911."}`, 201)
	whole = p.do(p.reader, "GET", article, "", 200)
	first := whole.Sentences[0]
	if first.State != "recheck" || first.RestRead {
		t.Errorf("%+v", first)
	}
	confirm := fmt.Sprintf("/sentences/%d/confirmations", first.ID)
	if now := p.do(p.reviewer, "POST", confirm, "", 201); now.State != "clear" || !now.RestRead || now.ID != first.ID {
		t.Errorf("%+v", now)
	}
	p.do(p.reviewer, "POST", confirm, "", 422)
}
