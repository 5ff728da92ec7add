package browsertest

import (
	"context"
	"encoding/json"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/chromedp"
)

// AccessibleNode is what assistive technology gets of an element: its role and its name.
type AccessibleNode struct{ Role, Name string }

// AccessibleNodes lists the nodes of the accessibility tree in the order in which a screen reader reads them.
func (p *Page) AccessibleNodes() (list []AccessibleNode) {
	p.T.Helper()
	ctx, cancel := context.WithTimeout(p.ctx, StepLimit)
	defer cancel()
	tree, err := cdp.Call(ctx, chromedp.FromContext(p.ctx).Target, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil {
		p.failStep("read the accessibility tree", err)
	}
	nodes := map[accessibility.NodeID]*accessibility.Node{}
	for _, n := range tree.Nodes {
		nodes[n.NodeID] = n
	}
	var visit func(n *accessibility.Node)
	visit = func(n *accessibility.Node) {
		if n == nil {
			return
		}
		if !n.Ignored {
			list = append(list, AccessibleNode{axText(n.Role), axText(n.Name)})
		}
		for _, id := range n.ChildIDs {
			visit(nodes[id])
		}
	}
	if len(tree.Nodes) > 0 {
		visit(tree.Nodes[0])
	}
	return list
}

// axText returns the text of a value in the tree.
func axText(v *accessibility.Value) (text string) {
	if v != nil {
		_ = json.Unmarshal(v.Value, &text) // values of other types have no text
	}
	return text
}
