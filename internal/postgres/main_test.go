package postgres_test

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"testing"

	"github.com/chatbotsmanagers/faqbot/internal/postgres"
	"github.com/chatbotsmanagers/faqbot/internal/postgres/postgrestest"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv("FAQBOT_TEST_HOLD"); dir != "" {
		hold(dir)
		return
	}
	postgrestest.Main(m)
}

// config serves a folder without waiting for the disk: no test cuts the power.
func config(dir string) postgres.EmbeddedConfig {
	return postgres.EmbeddedConfig{
		Dir: dir, Log: slog.New(slog.DiscardHandler), Settings: map[string]string{"fsync": "off"},
	}
}

// hold is a process that serves a folder until it is killed.
func hold(dir string) {
	if _, err := postgres.StartEmbedded(context.Background(), config(dir)); err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("ready")
	select {}
}
