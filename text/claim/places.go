package claim

// The rules that find places.

// placeByNoun: "Khash district", "northern Badakhshan province", "Lake Victoria", "the city of Herat", "the capital Doha",
// "Faryab, Jawzjan and Baghlan provinces".
func placeByNoun(f *analyzer, i int) (int, int, Value, bool) {
	if f.hasClass(i, placeNoun) && !f.tokenAt(i).capital {
		at := i + 1
		if f.isOneOf(at, "of") {
			at++
		}
		end, words := f.nameRun(at)
		if words == 0 || f.hasClass(i, job) || f.isOneOf(i, "state", "states", "station", "hospital", "stadium") && at == i+1 {
			return i, i, Value{}, false
		}
		return f.compassStart(i), f.widerPlaceEnd(end), Value{}, true
	}
	if !f.tokenAt(i).capital || !f.startsName(i) {
		return i, i, Value{}, false
	}
	end, words := f.nameRun(i)
	if words == 0 || f.isWorkTitle(i, end) {
		return i, i, Value{}, false
	}
	if f.isOneOf(end, "capital") && f.tokenAt(end+1).capital {
		after, _ := f.nameRun(end + 1)
		return i, f.widerPlaceEnd(after), Value{}, true
	}
	if f.hasClass(end, placeNoun) && !f.isOneOf(end, "state", "states", "station", "coast", "street", "road", "border", "port") {
		return f.compassStart(i), f.widerPlaceEnd(end + 1), Value{}, true
	}
	for n := i; n < end && words > 1; n++ {
		if f.hasClass(n, placeNoun) && !f.isOneOf(n, "state", "states", "university", "hospital", "station") &&
			(n == end-1 || f.isOneOf(n, "lake", "mount", "port", "river", "gulf", "mountain")) {
			return f.compassStart(i), f.widerPlaceEnd(end), Value{}, true
		}
	}
	if after := f.placeListEnd(end); after > 0 {
		return i, f.widerPlaceEnd(after), Value{}, true
	}
	return i, i, Value{}, false
}

// placeListEnd returns the end of "A, B, C and D provinces".
func (f *analyzer) placeListEnd(end int) int {
	for range 12 {
		if f.hasClass(end, placeNoun) && f.isPluralNoun(end) {
			return end + 1
		}
		if f.isSign(end, ",") {
			end++
		}
		if f.isOneOf(end, "and") {
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

// compassStart returns where "southern", "the northern" or "provincial" begins.
func (f *analyzer) compassStart(i int) int {
	for f.isOneOf(i-1, "northern", "southern", "eastern", "western", "central", "northeastern", "northwestern", "southeastern", "southwestern", "provincial", "north", "south", "east", "west") {
		i--
	}
	return i
}

// widerPlaceEnd returns the end of the wider place: ", Afghanistan", "of southern Kandahar province", "in
// the northern Badakhshan province".
func (f *analyzer) widerPlaceEnd(end int) int {
	for range 3 {
		at := end
		switch {
		case f.isSign(at, ","):
			at++
		case f.isOneOf(at, "of", "in"):
			at++
			if f.isOneOf(at, "the") {
				at++
			}
		default:
			return end
		}
		for f.compassStart(at+1) == at {
			at++
		}
		after, words := f.nameRun(at)
		if words == 0 {
			return end
		}
		sorted := f.hasClass(after, placeNoun)
		switch {
		case sorted:
			after++
		case f.isSign(end, ",") && !(f.isSign(after, ",.") || after == len(f.tokens)), words > 3:
			return end
		case f.isSign(end, ",") && !f.hasClass(at, country) && !f.isSign(after, ",."):
			return end
		}
		end = after
	}
	return end
}

// placeAfter: "in Doha", "near Ulm, Germany", "from southern France". A parliament or a club is not a
// place.
func placeAfter(f *analyzer, i int) (int, int, Value, bool) {
	if !f.isOneOf(i, "in", "near", "outside", "across", "into") {
		return i, i, Value{}, false
	}
	at := i + 1
	if f.isOneOf(at, "the") {
		at++
	}
	first := at
	for f.compassStart(at+1) <= at && at < first+3 {
		at++
	}
	end, words := f.nameRun(at)
	if words == 0 || words > 3 {
		return i, i, Value{}, false
	}
	for n := at; n < end; n++ {
		if f.hasClass(n, organisation|eventNoun|lawNoun|product|job|month) || f.inTime[n] ||
			f.tokenAt(n).allCapitals && f.tokenAt(n).to-f.tokenAt(n).from > 3 {
			return i, i, Value{}, false
		}
	}
	if f.isSign(end, "'’") || f.tokenText(end) == "s" || f.isOneOf(end, "v", "vs") {
		return i, i, Value{}, false
	}
	return first, f.widerPlaceEnd(end), Value{}, true
}
