package app_test

import (
	"fmt"
	"os"
	"testing"

	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestMain(m *testing.M) {
	code := postgrestest.Run(m)
	if err := os.RemoveAll(programs); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	os.Exit(code)
}
