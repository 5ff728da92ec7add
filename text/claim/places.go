package claim

// The rules that read places.

// placeBySort: "Khash district", "northern Badakhshan province", "Lake Victoria", "the city of Herat", "the capital Doha",
// "Faryab, Jawzjan and Baghlan provinces".
func placeBySort(f *finder, i int) (int, int, Value, bool) {
	if f.is(i, placeNoun) && !f.at(i).capital {
		at := i + 1
		if f.has(at, "of") {
			at++
		}
		end, words := f.nameRun(at)
		if words == 0 || f.is(i, job) || f.has(i, "state", "states", "station", "hospital", "stadium") && at == i+1 {
			return i, i, Value{}, false
		}
		return f.compass(i), f.placeOn(end), Value{}, true
	}
	if !f.at(i).capital || !f.begins(i) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(i)
	if words == 0 || f.work(i, end) {
		return i, i, Value{}, false
	}
	if f.has(end, "capital") && f.at(end+1).capital {
		after, _ := f.nameRun(end + 1)
		return i, f.placeOn(after), Value{}, true
	}
	if f.is(end, placeNoun) && !f.has(end, "state", "states", "station", "coast", "street", "road", "border", "port") {
		return f.compass(i), f.placeOn(end + 1), Value{}, true
	}
	for n := i; n < end && words > 1; n++ {
		if f.is(n, placeNoun) && !f.has(n, "state", "states", "university", "hospital", "station") && (n == end-1 || f.has(n, "lake", "mount", "port", "river", "gulf", "mountain")) {
			return f.compass(i), f.placeOn(end), Value{}, true
		}
	}
	if after := f.placeList(end); after > 0 {
		return i, f.placeOn(after), Value{}, true
	}
	return i, i, Value{}, false
}

// placeList goes on through "A, B, C and D provinces".
func (f *finder) placeList(end int) int {
	for range 12 {
		if f.is(end, placeNoun) && f.pluralNoun(end) {
			return end + 1
		}
		if f.sign(end, ",") {
			end++
		}
		if f.has(end, "and") {
			end++
		}
		after, words := f.nameRun(end)
		if words == 0 {
			return 0
		}
		end = after
	}
	return 0
}

// compass takes in "southern", "the northern", "provincial".
func (f *finder) compass(i int) int {
	for f.has(i-1, "northern", "southern", "eastern", "western", "central", "northeastern", "northwestern", "southeastern", "southwestern", "provincial", "north", "south", "east", "west") {
		i--
	}
	return i
}

// placeOn takes in the wider place: ", Afghanistan", "of southern Kandahar province", "in the northern Badakhshan province".
func (f *finder) placeOn(end int) int {
	for range 3 {
		at := end
		switch {
		case f.sign(at, ","):
			at++
		case f.has(at, "of", "in"):
			at++
			if f.has(at, "the") {
				at++
			}
		default:
			return end
		}
		for f.compass(at+1) == at {
			at++
		}
		after, words := f.nameRun(at)
		if words == 0 {
			return end
		}
		sorted := f.is(after, placeNoun)
		switch {
		case sorted:
			after++
		case f.sign(end, ",") && !(f.sign(after, ",.") || after == len(f.tokens)), words > 3:
			return end
		case f.sign(end, ",") && !f.is(at, country) && !f.sign(after, ",."):
			return end
		}
		end = after
	}
	return end
}

// placeAfter: "in Doha", "near Ulm, Germany", "from southern France". A parliament or a club is no place.
func placeAfter(f *finder, i int) (int, int, Value, bool) {
	if !f.has(i, "in", "near", "outside", "across", "into") {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.has(at, "the") {
		at++
	}
	first := at
	for f.compass(at+1) <= at && at < first+3 {
		at++
	}
	end, words := f.nameRun(at)
	if words == 0 || words > 3 {
		return i, i, Value{}, false
	}
	for n := at; n < end; n++ {
		if f.is(n, organisation|eventNoun|lawNoun|product|job|month) || f.taken[n] || f.at(n).shouted && f.at(n).to-f.at(n).from > 3 {
			return i, i, Value{}, false
		}
	}
	if f.sign(end, "'’") || f.exact(end) == "s" || f.has(end, "v", "vs") {
		return i, i, Value{}, false
	}
	return first, f.placeOn(end), Value{}, true
}
