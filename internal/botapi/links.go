package botapi

import (
	"net/url"
	"strconv"
	"strings"
)

// checkLink completes an address as TDLib's LinkManager does, or says in its words what is wrong.
func checkLink(link string) (checked, wrong string) {
	lower := strings.ToLower(link)
	for _, scheme := range []string{"tg", "ton", "tonsite"} {
		if rest, ok := strings.CutPrefix(lower, scheme+":"); ok {
			rest = strings.TrimPrefix(rest, "//")
			host, _, _ := strings.Cut(rest, "?")
			host, _, _ = strings.Cut(host, "/")
			if host == "" {
				return "", "URL host is empty"
			}
			return scheme + "://" + strings.TrimPrefix(link[len(scheme)+1:], "//"), ""
		}
	}
	if scheme, _, ok := strings.Cut(lower, "://"); !ok {
		link = "http://" + link
	} else if scheme != "http" && scheme != "https" {
		return "", "Unsupported URL protocol"
	}
	u, err := url.Parse(strings.TrimRight(link, " \t\r\n"))
	if err != nil {
		return "", "Disallowed character in URL host"
	}
	switch host := u.Hostname(); {
	case host == "":
		return "", "URL host is empty"
	case strings.ContainsAny(host, " <>\"{}|\\^`"):
		return "", "Disallowed character in URL host"
	case !strings.ContainsAny(host, ".:"):
		return "", "Wrong HTTP URL"
	}
	u.Host = strings.ToLower(u.Host)
	if u.Path == "" {
		u.Path = "/"
	}
	return u.String(), ""
}

// mentionedUser is the person that a tg://user?id= link names.
func mentionedUser(link string) (int64, bool) {
	rest, ok := strings.CutPrefix(strings.ToLower(link), "tg:")
	if !ok {
		return 0, false
	}
	rest, ok = strings.CutPrefix(strings.TrimPrefix(rest, "//"), "user")
	if !ok {
		return 0, false
	}
	rest, ok = strings.CutPrefix(strings.TrimPrefix(rest, "/"), "?")
	if !ok {
		return 0, false
	}
	rest, _, _ = strings.Cut(rest, "#")
	for parameter := range strings.SplitSeq(rest, "&") {
		if key, value, _ := strings.Cut(parameter, "="); key == "id" {
			id, err := strconv.ParseInt(value, 10, 64)
			return id, err == nil && id > 0
		}
	}
	return 0, false
}
