package app_test

import (
	"testing"

	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestMain(m *testing.M) { postgrestest.Main(m) }
