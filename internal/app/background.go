package app

import "context"

// background is work beside its owner's, one piece at a time. Only the owner calls its methods.
type background struct {
	cancel context.CancelFunc
	done   chan struct{} // closed when the work has ended; nil before the first
}

// start begins a piece of work after the one before has ended.
func (b *background) start(ctx context.Context, work func(context.Context)) {
	b.wait()
	ctx, b.cancel = context.WithCancel(ctx)
	done := make(chan struct{})
	b.done = done
	go func() {
		defer close(done)
		work(ctx)
	}()
}

// wait waits until the work has ended.
func (b *background) wait() {
	if b.done != nil {
		<-b.done
		b.cancel()
	}
}

// stop tells the work to end and waits until it has.
func (b *background) stop() {
	if b.done != nil {
		b.cancel()
		<-b.done
	}
}
