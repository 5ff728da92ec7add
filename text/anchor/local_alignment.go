package anchor

// alignLocally aligns the span with a window of the new text and finds the stretch that contains most of
// its words close together (Smith, Waterman 1981). It ignores new tokens that came from outside the span.
func (a *Alignment) alignLocally(first, last, from, to int) foundRun {
	n, m := last-first, to-from
	if m <= 0 || n*m > maxDiffCells {
		return foundRun{}
	}
	type cell struct {
		score      int32
		weight     int32
		head, from int32
	}
	rows := [2][]cell{make([]cell, m+1), make([]cell, m+1)}
	best, top := foundRun{}, int32(0)
	for i := 1; i <= n; i++ {
		above, here := rows[(i-1)&1], rows[i&1]
		here[0] = cell{}
		for j := 1; j <= m; j++ {
			c := cell{}
			if up := above[j]; up.score-3 > c.score {
				c, c.score = up, up.score-3
			}
			if left := here[j-1]; left.score-2 > c.score {
				c, c.score = left, left.score-2
			}
			old, new := first+i-1, from+j-1
			if a.pairing.old[old].id == a.pairing.new[new].id && a.isFree(new, first, last) {
				w := int32(a.weight(old))
				d := above[j-1]
				if d.score == 0 {
					d = cell{head: int32(old), from: int32(new)}
				}
				if d.score+2*w >= c.score {
					c = cell{d.score + 2*w, d.weight + w, d.head, d.from}
					if c.score > top {
						top = c.score
						best = foundRun{int(c.from), new + 1, int(c.head), old + 1, int(c.weight)}
					}
				}
			}
			here[j] = c
		}
	}
	return best
}

// isFree reports whether a new token is unmatched or came from the span itself.
func (a *Alignment) isFree(j, first, last int) bool {
	return a.from[j] == noIndex || a.from[j] >= first && a.from[j] < last
}
