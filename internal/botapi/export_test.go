package botapi

// Parameters are the parameters that a method knows, for the comparison with a client library.
func Parameters(method string) map[string]string {
	m, ok := methods[lowerASCII(method)]
	if !ok {
		return nil
	}
	return m.kinds
}
