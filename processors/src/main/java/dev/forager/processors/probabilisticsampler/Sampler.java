// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.probabilisticsampler;

import dev.forager.pdata.Key;
import dev.forager.pdata.TraceId;
import dev.forager.processors.probabilisticsampler.Item.State;
import dev.forager.processors.sampling.Threshold;
import org.jspecify.annotations.Nullable;

/** A way to find an item's randomness and threshold. Immutable. */
sealed interface Sampler {
    /** Why an item cannot be sampled as configured. */
    final class RefusedException extends Exception {
        private static final long serialVersionUID = 1;

        RefusedException(String message) {
            super(message, null, false, false);
        }
    }

    /**
     * The randomness of an item.
     *
     * @param state null if it cannot be read
     */
    Randomness randomness(Item item, @Nullable State state);

    /** Checks the state, and adds the randomness to it where that is this sampler's duty. */
    default void prepare(Item item, State state, Randomness randomness) throws RefusedException {}

    /** The threshold that an item is measured by. */
    Threshold threshold(State state);

    /** The sampler of a configuration. */
    static Sampler of(ProbabilisticSamplerConfig config) {
        float percent = Math.min((float) config.samplingPercentage(), 100);
        if (percent == 0) {
            return new Never();
        }
        double ratio = Math.max(percent / 100.0, Threshold.LEAST_PROBABILITY);
        return switch (config.mode()) {
            case EQUALIZING -> {
                Threshold threshold = Threshold.ofProbability(ratio, config.samplingPrecision());
                yield new Equalizing(threshold == null ? Threshold.NEVER : threshold);
            }
            case PROPORTIONAL -> new Proportional(ratio, config.samplingPrecision());
            case UNSET, HASH_SEED -> hashing(config, percent);
        };
    }

    private static Sampler hashing(ProbabilisticSamplerConfig config, float percent) {
        // In 32 bits and cut off, as the collector: else tiers would disagree.
        long kept = (long) (percent * Hashing.BUCKETS_PER_PERCENT);
        if (kept == 0) {
            return new Never();
        }
        String attribute = config.fromAttribute();
        return new Hashing(
                new Threshold((Hashing.BUCKETS - kept) << 42),
                config.hashSeed(),
                config.attributeSource().equals(ProbabilisticSamplerConfig.TRACE_ID),
                attribute.isEmpty() ? null : Key.of(attribute));
    }

    /** Keeps nothing but what has a priority. */
    record Never() implements Sampler {
        @Override
        public Randomness randomness(Item item, @Nullable State state) {
            return Randomness.UNUSED;
        }

        @Override
        public Threshold threshold(State state) {
            return Threshold.NEVER;
        }
    }

    /**
     * By a hash of the trace id, or of an attribute of log records.
     *
     * @param byTraceId log records: whether the trace id counts
     * @param attribute log records: what counts instead, or where there is none
     */
    record Hashing(Threshold threshold, long seed, boolean byTraceId, @Nullable Key attribute)
            implements Sampler {
        static final int BUCKETS = 0x4000;
        static final float BUCKETS_PER_PERCENT = BUCKETS / 100.0f;

        @Override
        public Randomness randomness(Item item, @Nullable State state) {
            TraceId id = item.traceId();
            boolean isAsked = byTraceId || item instanceof Item.OfSpan;
            if (isAsked && id.isValid()) {
                return Randomness.ofHash("trace_id_hash", id.toBytes(), seed);
            }
            if (attribute != null && item instanceof Item.OfLogRecord record) {
                byte[] bytes = record.bytes(attribute);
                if (bytes != null) {
                    return Randomness.ofHash(attribute.name(), bytes, seed);
                }
            }
            return Randomness.MISSING;
        }

        @Override
        @SuppressWarnings("ReferenceEquality") // the constant means that nothing was found
        public void prepare(Item item, State state, Randomness randomness) throws RefusedException {
            if (state.randomness != null) {
                throw new RefusedException(
                        "item has sampling randomness, equalizing or proportional mode"
                                + " recommended");
            }
            if (state.threshold != null) {
                throw new RefusedException(
                        "item has sampling threshold, equalizing or proportional mode"
                                + " recommended");
            }
            if (item instanceof Item.OfSpan || randomness != Randomness.MISSING) {
                state.randomness = randomness.value();
            }
        }

        @Override
        public Threshold threshold(State state) {
            return threshold;
        }
    }

    /** By the randomness of the specification. */
    private static Randomness specified(Item item, @Nullable State state) {
        if (state == null) {
            return Randomness.MISSING;
        }
        if (state.randomness != null) {
            return Randomness.explicit(state.randomness);
        }
        TraceId id = item.traceId();
        return id.isValid() ? Randomness.ofTraceId(id.low()) : Randomness.MISSING;
    }

    /** One probability for all. */
    record Equalizing(Threshold threshold) implements Sampler {
        @Override
        public Randomness randomness(Item item, @Nullable State state) {
            return specified(item, state);
        }

        @Override
        public Threshold threshold(State state) {
            Threshold arriving = state.threshold;
            return arriving != null && threshold.value() < arriving.value() ? arriving : threshold;
        }
    }

    /** A share of what arrives. */
    record Proportional(double ratio, int precision) implements Sampler {
        @Override
        public Randomness randomness(Item item, @Nullable State state) {
            return specified(item, state);
        }

        @Override
        public Threshold threshold(State state) {
            double arriving = state.threshold == null ? 1 : state.threshold.probability();
            Threshold product = Threshold.ofProbability(arriving * ratio, precision);
            return product == null ? Threshold.NEVER : product;
        }
    }
}
