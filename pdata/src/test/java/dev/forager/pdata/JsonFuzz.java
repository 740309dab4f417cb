// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import java.util.Arrays;

/**
 * Fuzz target for JSON bodies: the first byte chooses the signal. Nothing but {@link
 * MalformedTelemetryException} may come out, with a short text and bounded memory; what is accepted
 * is valid protobuf without a string to mend, and writes as JSON that reads back the same. {@code
 * docs/fuzzing.md} says how to run it.
 */
final class JsonFuzz {
    private static final int MAX_TEXT = 1000;

    private JsonFuzz() {}

    /** Called by Jazzer, and by {@link FuzzReplayTest} with the corpus. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        Signal signal = FuzzOracle.signal(input);
        byte[] json = Arrays.copyOfRange(input, 1, input.length);
        byte[] bytes;
        try {
            bytes =
                    FuzzOracle.bounded(
                            json.length, () -> OtlpJson.toProtobuf(signal, json, 0, json.length));
        } catch (MalformedTelemetryException e) {
            String text = String.valueOf(e.getMessage());
            FuzzOracle.require(text.length() < MAX_TEXT, "the text is long: " + text.length());
            return;
        }
        try {
            FuzzOracle.require(
                    WireValidator.scan(signal, bytes, 0, bytes.length).invalidStrings() == 0,
                    "a string is no UTF-8");
            FuzzOracle.requireRoundTrip(signal, bytes);
        } catch (MalformedTelemetryException e) {
            throw new AssertionError("the output is malformed", e);
        }
    }
}
