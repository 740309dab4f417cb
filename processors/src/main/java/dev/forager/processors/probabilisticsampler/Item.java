// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Key;
import dev.forager.pdata.LogRecord;
import dev.forager.pdata.Span;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import dev.forager.pdata.ValueText;
import dev.forager.processors.sampling.Threshold;
import dev.forager.processors.sampling.TraceState;
import org.jspecify.annotations.Nullable;

/** What sampling asks of a span or a log record, and writes to it. Confined to one call. */
sealed interface Item {
    /** The id of the trace. */
    TraceId traceId();

    /** Its attributes. */
    Attributes attributes();

    /** The sampling state it carries. */
    State state() throws TraceState.MalformedException;

    /** Writes the state of an item that is kept. */
    void write(State state);

    /** Randomness and threshold that a sampler before has left. */
    final class State {
        private final @Nullable TraceState traceState;
        @Nullable Long randomness;
        @Nullable Threshold threshold;

        State(
                @Nullable TraceState traceState,
                @Nullable Long randomness,
                @Nullable Threshold threshold) {
            this.traceState = traceState;
            this.randomness = randomness;
            this.threshold = threshold;
        }
    }

    /** Keeps its state in the trace state. */
    record OfSpan(Span span) implements Item {
        @Override
        public TraceId traceId() {
            return span.traceId();
        }

        @Override
        public Attributes attributes() {
            return span.attributes();
        }

        @Override
        public State state() throws TraceState.MalformedException {
            TraceState parsed = TraceState.parse(span.traceState());
            return new State(parsed, parsed.randomness(), parsed.threshold());
        }

        @Override
        public void write(State state) {
            TraceState parsed = state.traceState;
            if (parsed == null) {
                return;
            }
            if (state.randomness != null) {
                parsed.randomness(state.randomness);
            }
            parsed.threshold(state.threshold);
            String text = parsed.text();
            if (!text.equals(span.traceState())) {
                span.traceState(text);
            }
        }
    }

    /** Keeps its state in attributes. */
    record OfLogRecord(LogRecord record) implements Item {
        private static final Key THRESHOLD = Key.of("sampling.threshold");
        private static final Key RANDOMNESS = Key.of("sampling.randomness");

        @Override
        public TraceId traceId() {
            return record.traceId();
        }

        @Override
        public Attributes attributes() {
            return record.attributes();
        }

        @Override
        public State state() throws TraceState.MalformedException {
            String threshold = attributes().getString(THRESHOLD, "");
            String randomness = attributes().getString(RANDOMNESS, "");
            try {
                return new State(
                        null,
                        randomness.isEmpty() ? null : (Long) Threshold.parseRandomness(randomness),
                        threshold.isEmpty() ? null : Threshold.parse(threshold));
            } catch (NumberFormatException e) {
                throw new TraceState.MalformedException(e.getMessage());
            }
        }

        @Override
        public void write(State state) {
            if (state.randomness != null) {
                String text = Threshold.randomnessText(state.randomness);
                if (!attributes().getString(RANDOMNESS, "").equals(text)) {
                    attributes().put(RANDOMNESS, text);
                }
            }
            if (state.threshold == null) {
                attributes().remove(THRESHOLD);
            } else {
                attributes().put(THRESHOLD, state.threshold.text());
            }
        }

        /** The bytes of an attribute to hash; null where there are none. */
        byte @Nullable [] bytes(Key key) {
            Value value = attributes().get(key);
            if (value == null) {
                return null;
            }
            byte[] bytes =
                    value instanceof Value.Bytes raw
                            ? raw.toByteArray()
                            : ValueText.of(value).getBytes(UTF_8);
            return bytes.length == 0 ? null : bytes;
        }
    }
}
