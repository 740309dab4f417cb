// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;

/**
 * Fuzz target for protobuf bodies: the first byte chooses the signal. Nothing but {@link
 * MalformedTelemetryException} may come out, with the verdict of the reference decoder and bounded
 * memory; what is accepted can be mended and written as JSON that is read again. {@code
 * docs/fuzzing.md} says how to run it.
 */
final class WireFuzz {
    private static final ReferenceDecoder REFERENCE = new ReferenceDecoder();

    private WireFuzz() {}

    /** Called by Jazzer, and by {@link FuzzReplayTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Signal signal = FuzzOracle.signal(input);
        byte[] bytes = Arrays.copyOfRange(input, 1, input.length);
        boolean expected = REFERENCE.accepts(signal, bytes);
        try {
            WireValidator.Scan scan = FuzzOracle.bounded(bytes.length, () -> scan(signal, bytes));
            FuzzOracle.require(expected, "accepted, but the reference refuses it");
            byte[] valid =
                    scan.invalidStrings() == 0
                            ? bytes
                            : WireMender.mend(signal, bytes, 0, bytes.length).bytes();
            FuzzOracle.require(
                    scan(signal, valid).equals(new WireValidator.Scan(scan.items(), 0)),
                    "mending changed more than strings");
            FuzzOracle.requireRoundTrip(signal, valid);
        } catch (MalformedTelemetryException e) {
            FuzzOracle.require(
                    !expected || ReferenceDecoder.hasLongVarint(bytes),
                    "refused, but the reference accepts it: " + e.getMessage());
        }
    }

    private static WireValidator.Scan scan(Signal signal, byte[] bytes)
            throws MalformedTelemetryException {
        return WireValidator.scan(signal, bytes, 0, bytes.length);
    }
}
