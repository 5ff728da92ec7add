package handlers

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text/sentence"
)

// schemas is the document's schemas by name, each made of the Go type that is read or written.
type schemas map[string]object

// words are the types whose values are on a list.
var words = map[reflect.Type][]any{
	typeOf(models.Status("")):          anyOf(append(slices.Clone(models.ClaimStatuses), models.Sealed)),
	typeOf(models.Kind("")):            anyOf(models.Kinds),
	typeOf(models.Risk("")):            anyOf(models.Risks),
	typeOf(models.Resolution("")):      anyOf(models.Resolutions),
	typeOf(models.Placement("")):       anyOf([]models.Placement{models.Placed, models.Moved, models.Lost}),
	typeOf(models.SentenceState("")):   anyOf(models.SentenceStates),
	typeOf(models.SnapshotOrigin("")):  anyOf(models.SnapshotOrigins),
	typeOf(models.ArticleState("")):    anyOf([]models.ArticleState{models.Checking, models.Signed}),
	typeOf(models.GateCode("")):        anyOf(models.GateCodes),
	typeOf(models.ThingKind("")):       anyOf([]models.ThingKind{models.SentenceThing, models.ClaimThing, models.QueryThing}),
	typeOf(models.CorrectionState("")): anyOf(models.CorrectionStates),
	typeOf(models.QueryState("")):      anyOf(models.QueryStates),
	typeOf(models.Class("")):           anyOf([]models.Class{models.Primary, models.Secondary}),
	typeOf(models.Stance("")):          anyOf([]models.Stance{models.Supports, models.Contradicts, models.Context}),
	typeOf(models.SourceKind("")):      anyOf(models.SourceKinds),
	typeOf(models.Role("")):            anyOf(models.Roles),
	typeOf(problemPage("")):            anyOf(problemPages()),
	typeOf(sentence.Region("")): anyOf(
		[]sentence.Region{
			sentence.Title,
			sentence.Headline,
			sentence.Kicker,
			sentence.Byline,
			sentence.Dateline,
			sentence.Caption,
			sentence.Body,
			sentence.QuoteBox,
			sentence.List,
		},
	),
}

func typeOf(v any) reflect.Type { return reflect.TypeOf(v) }

func anyOf[T ~string](list []T) []any {
	values := make([]any, len(list))
	for i, v := range list {
		values[i] = string(v)
	}
	return values
}

// of is the schema of a type: of a struct a reference, under which it is kept. What is sent may hold no other names than the ones we know; what
// is answered may come to hold more.
func (s schemas) of(t reflect.Type, sent bool) object {
	switch {
	case t == typeOf(time.Time{}):
		return object{"type": "string", "format": "date-time"}
	case t == typeOf(wordOrNumber("")):
		return object{"type": []string{"string", "integer"}}
	case words[t] != nil:
		return object{"type": "string", "enum": words[t]}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.of(t.Elem(), sent)
	case reflect.Slice:
		return object{"type": "array", "items": s.of(t.Elem(), sent)}
	case reflect.Struct:
		return s.named(t, sent)
	case reflect.Bool:
		return object{"type": "boolean"}
	case reflect.String:
		return object{"type": "string"}
	case reflect.Int, reflect.Int64:
		return object{"type": "integer"}
	}
	panic("no schema is known for " + t.String()) // found by the first test that looks at the document
}

// named keeps a struct's schema under its name, and refers to it.
func (s schemas) named(t reflect.Type, sent bool) object {
	name := strings.TrimPrefix(t.Name(), "api")
	name = strings.ToUpper(name[:1]) + name[1:]
	if s[name] == nil {
		kept := object{"type": "object"}
		s[name] = kept // before its fields, which may refer to it
		properties, required := object{}, []string{}
		s.fields(t, sent, properties, &required)
		kept["properties"] = properties
		if len(required) > 0 {
			kept["required"] = required
		}
		if sent {
			kept["additionalProperties"] = false
		}
	}
	return object{"$ref": "#/components/schemas/" + name}
}

// fields adds a struct's fields, those of embedded ones among them.
func (s schemas) fields(t reflect.Type, sent bool, properties object, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			s.fields(f.Type, sent, properties, required)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		property := s.of(f.Type, sent)
		if doc := f.Tag.Get("doc"); doc != "" {
			property["description"] = doc
		}
		if format := f.Tag.Get("format"); format != "" {
			property["format"] = format
		}
		properties[name] = property
		if options != "omitempty" {
			*required = append(*required, name)
		}
	}
}
