// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.tailsampling;

import dev.forager.processors.sampling.Threshold;
import dev.forager.processors.tailsampling.SharedPolicyConfig.Probabilistic;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;

/**
 * Samples a share of the trace ids, by an FNV-1a hash that collectors with the same salt share: the
 * same traces are chosen as by the Go collector. Where trace states count and the trace has one
 * with a randomness or a threshold, these decide. Thread-safe.
 */
final class ProbabilisticPolicy implements Policy {
    private static final String DEFAULT_SALT = "default-hash-seed";
    private static final BigInteger MAX = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    // https://datatracker.ietf.org/doc/html/rfc9923, section 5
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    private final long salted;
    private final long threshold;
    private final Threshold otelThreshold;
    private final SamplingGates gates;

    ProbabilisticPolicy(Probabilistic config, SamplingGates gates) {
        this.gates = gates;
        String salt = config.hashSalt().isEmpty() ? DEFAULT_SALT : config.hashSalt();
        salted = hash(FNV_OFFSET, salt.getBytes(StandardCharsets.UTF_8));
        double ratio = config.samplingPercentage() / 100;
        threshold = threshold(ratio);
        otelThreshold = otelThreshold(ratio);
    }

    @Override
    public Decision decide(Candidate trace) {
        trace.threshold(otelThreshold);
        if (gates.usesTraceState() && trace.traceRandomness().isPresent()) {
            return Policy.of(otelThreshold.keeps(trace.randomness()));
        }
        long hash = hash(hash(salted, trace.idHigh()), trace.idLow());
        return Policy.of(Long.compareUnsigned(hash, threshold) <= 0);
    }

    private static Threshold otelThreshold(double ratio) {
        Threshold exact = Threshold.ofProbability(ratio, Threshold.DIGITS);
        if (exact != null) {
            return exact;
        }
        return ratio >= 1 ? Threshold.ALWAYS : Threshold.NEVER;
    }

    /**
     * {@code ratio} of 2<sup>64</sup> - 1, as 64 unsigned bits: the product is rounded to 64
     * significant bits and then cut, which is what Go's big.Float makes of it.
     */
    static long threshold(double ratio) {
        if (!(ratio > 0)) {
            return 0;
        }
        if (ratio >= 1) {
            return -1;
        }
        BigDecimal product = new BigDecimal(MAX).multiply(new BigDecimal(ratio));
        int spare = Long.SIZE - product.toBigInteger().bitLength();
        BigDecimal scaled = product.multiply(new BigDecimal(BigInteger.ONE.shiftLeft(spare)));
        return scaled.setScale(0, RoundingMode.HALF_EVEN)
                .toBigInteger()
                .shiftRight(spare)
                .min(MAX)
                .longValue();
    }

    private static long hash(long before, byte[] bytes) {
        long hash = before;
        for (byte each : bytes) {
            hash = (hash ^ (each & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    private static long hash(long before, long bytes) {
        long hash = before;
        for (int shift = Long.SIZE - Byte.SIZE; shift >= 0; shift -= Byte.SIZE) {
            hash = (hash ^ (bytes >>> shift & 0xff)) * FNV_PRIME;
        }
        return hash;
    }
}
