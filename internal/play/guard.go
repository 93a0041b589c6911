package play

import (
	"mime"
	"net"
	"net/http"
	"net/netip"
	"strings"
)

// contentPolicy lets the page load nothing but its own files and run no text as code.
const contentPolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' blob:; media-src 'self'; " +
	"connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"

// guard keeps other sites away from a server that listens on the loopback interface, where the browser of the person
// who tries the bot reaches it in the name of any page: foreign host names (DNS rebinding), cross-origin posts, and
// posts that a plain form could send are refused.
func guard(next http.Handler) http.Handler {
	sameOrigin := http.NewCrossOriginProtection()
	jsonOnly := http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mediaType, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
		if r.Method == http.MethodPost && (err != nil || mediaType != "application/json") {
			http.Error(w, "this address takes application/json", http.StatusUnsupportedMediaType)
			return
		}
		next.ServeHTTP(w, r)
	})
	protected := sameOrigin.Handler(jsonOnly)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !localHost(r.Host) {
			http.Error(w, "open this page by its IP address or as localhost; other host names are refused (DNS rebinding)", http.StatusMisdirectedRequest)
			return
		}
		header := w.Header()
		header.Set("Content-Security-Policy", contentPolicy)
		header.Set("X-Content-Type-Options", "nosniff")
		header.Set("Referrer-Policy", "no-referrer")
		header.Set("Cross-Origin-Resource-Policy", "same-origin")
		header.Set("Cross-Origin-Opener-Policy", "same-origin")
		protected.ServeHTTP(w, r)
	})
}

// localHost tells whether a Host header names an address or localhost. A rebinding attack needs a name of its own.
func localHost(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	host = strings.TrimSuffix(strings.Trim(host, "[]"), ".")
	if host == "localhost" || strings.HasSuffix(host, ".localhost") {
		return true
	}
	_, err := netip.ParseAddr(host)
	return err == nil
}
