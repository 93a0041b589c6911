package bot

import (
	"embed"
	"fmt"
	"io/fs"

	"github.com/goccy/go-yaml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"

	"github.com/chatbotsmanagers/faqbot/internal/bot/markup"
	"github.com/chatbotsmanagers/faqbot/internal/helpdesk"
)

// Texts are Telegram HTML, in files of the form part.language.yaml.
//
//go:embed locales/*.yaml
var locales embed.FS

// texts are all words that the bot says.
type texts struct {
	byLanguage map[helpdesk.Language]localizer
	keys       map[string]string // the commands that the labels of customers' keyboards stand for, as typed, in all languages
}

// languages are those that the bot speaks.
var languages = []helpdesk.Language{helpdesk.Russian, helpdesk.English}

func loadTexts() (*texts, error) {
	bundle := i18n.NewBundle(language.Russian)
	bundle.RegisterUnmarshalFunc("yaml", yaml.Unmarshal)
	files, err := fs.Glob(locales, "locales/*.yaml")
	if err != nil {
		return nil, err
	}
	for _, file := range files {
		if _, err := bundle.LoadMessageFileFS(locales, file); err != nil {
			return nil, fmt.Errorf("load texts %s: %w", file, err)
		}
	}
	t := &texts{byLanguage: map[helpdesk.Language]localizer{}, keys: map[string]string{}}
	for _, l := range languages {
		lz := localizer{i18n.NewLocalizer(bundle, string(l))}
		t.byLanguage[l] = lz
		for _, name := range customerKeys {
			t.keys[typed(lz.label("key."+name))] = name
		}
	}
	return t, nil
}

func (t *texts) in(l helpdesk.Language) localizer {
	if lz, ok := t.byLanguage[l]; ok {
		return lz
	}
	return t.byLanguage[helpdesk.Russian]
}

// localizer speaks one language.
type localizer struct{ *i18n.Localizer }

// args are the values in a text. A count named N chooses the plural form.
type args map[string]any

// html is text that is safe to send with parse mode HTML; other strings in args are escaped.
type html string

// say returns the text with the key, as Telegram HTML. A missing key is a mistake of ours that a test finds, so that
// say needs no error.
func (l localizer) say(key string, a ...args) html {
	config := &i18n.LocalizeConfig{MessageID: key}
	if len(a) > 0 {
		escaped := make(args, len(a[0]))
		for k, v := range a[0] {
			if s, ok := v.(string); ok {
				v = markup.Escape(s)
			}
			escaped[k] = v
		}
		config.TemplateData, config.PluralCount = escaped, a[0]["N"]
	}
	text, err := l.Localize(config)
	if err != nil {
		return html(key)
	}
	return html(text)
}

// label returns the text with the key for a button, which Telegram shows without formatting.
func (l localizer) label(key string, a ...args) string {
	return markup.Strip(string(l.say(key, a...)))
}
