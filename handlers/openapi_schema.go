package handlers

import (
	"reflect"
	"slices"
	"strings"
	"time"

	"linecheck/models"
	"linecheck/text/sentence"
)

// schemaSet contains the document's schemas by name, each generated from a Go type.
type schemaSet map[string]jsonObject

// enumValues contains the types with a fixed list of values.
var enumValues = map[reflect.Type][]any{
	reflectType(models.Status("")):          enumStrings(append(slices.Clone(models.ClaimStatuses), models.Sealed)),
	reflectType(models.Kind("")):            enumStrings(models.Kinds),
	reflectType(models.Risk("")):            enumStrings(models.Risks),
	reflectType(models.Resolution("")):      enumStrings(models.Resolutions),
	reflectType(models.Placement("")):       enumStrings([]models.Placement{models.Placed, models.Moved, models.Lost}),
	reflectType(models.SentenceState("")):   enumStrings(models.SentenceStates),
	reflectType(models.SnapshotOrigin("")):  enumStrings(models.SnapshotOrigins),
	reflectType(models.ArticleState("")):    enumStrings([]models.ArticleState{models.Checking, models.Signed}),
	reflectType(models.GateCode("")):        enumStrings(models.GateCodes),
	reflectType(models.GateItemKind("")):    enumStrings([]models.GateItemKind{models.SentenceItem, models.ClaimItem, models.QueryItem}),
	reflectType(models.CorrectionState("")): enumStrings(models.CorrectionStates),
	reflectType(models.QueryState("")):      enumStrings(models.QueryStates),
	reflectType(models.Class("")):           enumStrings([]models.Class{models.Primary, models.Secondary}),
	reflectType(models.Stance("")):          enumStrings([]models.Stance{models.Supports, models.Contradicts, models.Context}),
	reflectType(models.SourceKind("")):      enumStrings(models.SourceKinds),
	reflectType(models.Role("")):            enumStrings(models.Roles),
	reflectType(problemTypeURI("")):         enumStrings(problemTypeURIs()),
	reflectType(sentence.Region("")): enumStrings(
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

func reflectType(v any) reflect.Type { return reflect.TypeOf(v) }

func enumStrings[T ~string](list []T) []any {
	values := make([]any, len(list))
	for i, v := range list {
		values[i] = string(v)
	}
	return values
}

// schemaFor returns the schema of a type; for a struct, a reference to it. A request body may contain only
// known names. A response may get more of them later.
func (s schemaSet) schemaFor(t reflect.Type, sent bool) jsonObject {
	switch {
	case t == reflectType(time.Time{}):
		return jsonObject{"type": "string", "format": "date-time"}
	case t == reflectType(nameOrID("")):
		return jsonObject{"type": []string{"string", "integer"}}
	case enumValues[t] != nil:
		return jsonObject{"type": "string", "enum": enumValues[t]}
	}
	switch t.Kind() {
	case reflect.Pointer:
		return s.schemaFor(t.Elem(), sent)
	case reflect.Slice:
		return jsonObject{"type": "array", "items": s.schemaFor(t.Elem(), sent)}
	case reflect.Struct:
		return s.structSchema(t, sent)
	case reflect.Bool:
		return jsonObject{"type": "boolean"}
	case reflect.String:
		return jsonObject{"type": "string"}
	case reflect.Int, reflect.Int64:
		return jsonObject{"type": "integer"}
	}
	panic("no schema is known for " + t.String()) // the first test of the document finds it
}

// structSchema adds a struct's schema under its name and returns a reference.
func (s schemaSet) structSchema(t reflect.Type, sent bool) jsonObject {
	name := strings.TrimPrefix(t.Name(), "api")
	name = strings.ToUpper(name[:1]) + name[1:]
	if s[name] == nil {
		kept := jsonObject{"type": "object"}
		s[name] = kept // added before its fields, which may refer to it
		properties, required := jsonObject{}, []string{}
		s.addFields(t, sent, properties, &required)
		kept["properties"] = properties
		if len(required) > 0 {
			kept["required"] = required
		}
		if sent {
			kept["additionalProperties"] = false
		}
	}
	return jsonObject{"$ref": "#/components/schemas/" + name}
}

// addFields adds a struct's fields, including those of embedded structs.
func (s schemaSet) addFields(t reflect.Type, sent bool, properties jsonObject, required *[]string) {
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Anonymous {
			s.addFields(f.Type, sent, properties, required)
			continue
		}
		name, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		property := s.schemaFor(f.Type, sent)
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
