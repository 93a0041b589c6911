package main

import (
	"context"
	"fmt"
	"os"

	"github.com/chatbotsmanagers/faqbot/index"
	"github.com/chatbotsmanagers/faqbot/kb"
)

// source names a knowledge base.
type source struct {
	KB string `name:"kb" help:"Folder of Markdown, or a .jsonl file. Empty: the embedded articles." placeholder:"DIR"`
}

// load reads the knowledge base and tells what is wrong in it.
func (c *source) load(s streams) (*kb.Base, error) {
	base, problems, err := kb.LoadPath(c.KB)
	for _, p := range problems {
		fmt.Fprintln(s.err, p)
	}
	return base, err
}

// search names what a search needs.
type search struct {
	source `embed:""`
	Model  string `help:"Weights and calibration of the search. Empty: the embedded ones." placeholder:"FILE"`
}

// open builds the index of the knowledge base.
func (c *search) open(ctx context.Context, s streams) (*index.Index, error) {
	base, err := c.load(s)
	if err != nil {
		return nil, err
	}
	model, err := c.model()
	if err != nil {
		return nil, err
	}
	return index.Build(ctx, base, index.WithModel(model))
}

func (c *search) model() (*index.Model, error) {
	if c.Model == "" {
		return index.DefaultModel()
	}
	file, err := os.Open(c.Model)
	if err != nil {
		return nil, fmt.Errorf("--model: %w", err)
	}
	defer file.Close()
	model, err := index.ReadModel(file)
	if err != nil {
		return nil, fmt.Errorf("--model: %s: %w", c.Model, err)
	}
	return model, nil
}
