package models

import (
	"slices"
	"testing"
)

func TestMentionsNamePeopleOfTheDesk(t *testing.T) {
	people := []DeskPerson{
		{ID: 1, Name: "Hamid Rahimi"}, {ID: 2, Name: "Nadia Costa"}, {ID: 3, Name: "Nadia Rahimi"}, {ID: 4, Name: "Zoë O’Neil-Braun"},
		{ID: 5, Name: "J. R. Smith"}, {ID: 6, Name: "مریم رضایی"}, {ID: 7, Name: "Ida"}, {ID: 8, Name: "Jan Berg"}, {ID: 9, Name: "Jan Berg"},
		{ID: 10, Name: "李娜"}, {ID: 11, Name: "Auda Tor", Role: Auditor},
	}
	for i := range people {
		if people[i].Role == "" {
			people[i].Role = Reviewer
		}
	}
	for _, c := range []struct {
		body string
		want []int64
	}{
		{"@Hamid Rahimi, please look", []int64{1}},
		{"@hamid please look", []int64{1}},
		{"(@Hamid)", []int64{1}},
		{"@Nadia", nil}, // two have this first name
		{"@nadia  costa.", []int64{2}},
		{"@Nadia Costaneda", nil},
		{"@Zoe\u0308 O’Neil-Braun!", []int64{4}},
		{"@J. R. Smith and @J R Smith", []int64{5}},
		{"@مریم رضایی؟", []int64{6}},
		{"@李娜", []int64{10}},
		{"@Jan Berg", []int64{8, 9}},
		{"@Ida @ida @Hamid", []int64{7, 1}},
		{"ida@hamid.example wrote", nil},
		{"@ Ida", nil},
		{"@Idaho", nil},
		{"@Nadia Costa’s claim", []int64{2}},
		{"@Ida's claim", []int64{7}},
		{"@@Ida", []int64{7}},
		{"Ida", nil},
		{"@Auda Tor", nil},
		{"", nil},
		{"@", nil},
	} {
		if got := MentionedPeople(c.body, people, 0); !slices.Equal(got, c.want) {
			t.Errorf("%q mentions %v, want %v", c.body, got, c.want)
		}
	}
	if got := MentionedPeople("@Ida and @Hamid", people, 7); !slices.Equal(got, []int64{1}) {
		t.Errorf("the author is mentioned: %v", got)
	}
}
