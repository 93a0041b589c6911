package botapi

import (
	"strings"
	"unicode/utf8"
)

// characterReference decodes &lt; &gt; &amp; &quot; and numeric references at pos; 0 when there is none, and then the
// ampersand is a plain character.
func characterReference(in string, pos int) (code rune, next int) {
	at := func(i int) byte {
		if i < len(in) {
			return in[i]
		}
		return 0
	}
	end := pos + 1
	if at(end) == '#' {
		base, digits := rune(10), "0123456789"
		end++
		if at(end) == 'x' {
			base, digits = 16, "0123456789abcdef"
			end++
		}
		for end-pos < 12 { // longer ones are refused below anyhow
			digit := strings.IndexByte(digits, at(end)|hexCase(base, at(end)))
			if digit < 0 || at(end) == 0 {
				break
			}
			code = code*base + rune(digit)
			end++
		}
		if code <= 0 || code >= 0x10ffff || end-pos >= 10 {
			return 0, pos
		}
	} else {
		for at(end) >= 'a' && at(end) <= 'z' || at(end) >= 'A' && at(end) <= 'Z' {
			end++
		}
		switch in[pos+1 : end] {
		case "lt":
			code = '<'
		case "gt":
			code = '>'
		case "amp":
			code = '&'
		case "quot":
			code = '"'
		default:
			return 0, pos
		}
	}
	if at(end) == ';' {
		end++
	}
	return code, end
}

// hexCase is the bit that lowers a hexadecimal letter.
func hexCase(base rune, b byte) byte {
	if base == 16 && b >= 'A' && b <= 'F' {
		return 0x20
	}
	return 0
}

// appendCode writes a character; a surrogate half becomes three bytes that are no UTF-8, to be found by the recheck.
func appendCode(out []byte, code rune) []byte {
	if code >= 0xd800 && code <= 0xdfff {
		return append(out, 0xe0|byte(code>>12), 0x80|byte(code>>6)&0xbf, 0x80|byte(code)&0xbf)
	}
	return utf8.AppendRune(out, code)
}
