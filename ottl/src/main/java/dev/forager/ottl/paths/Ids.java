// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.paths;

import dev.forager.ottl.EvaluationException;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import java.util.HexFormat;

/** Ids written as hexadecimal digits. */
final class Ids {
    private Ids() {}

    static TraceId traceId(String hex) throws EvaluationException {
        return TraceId.of(bytes(hex, TraceId.LENGTH, "trace"));
    }

    static SpanId spanId(String hex) throws EvaluationException {
        return SpanId.of(bytes(hex, SpanId.LENGTH, "span"));
    }

    static ProfileId profileId(String hex) throws EvaluationException {
        return ProfileId.of(bytes(hex, ProfileId.LENGTH, "profile"));
    }

    private static byte[] bytes(String hex, int length, String kind) throws EvaluationException {
        if (hex.length() != 2 * length) {
            throw new EvaluationException(
                    "%s ids must be %d hex characters".formatted(kind, 2 * length));
        }
        try {
            return HexFormat.of().parseHex(hex);
        } catch (IllegalArgumentException e) {
            throw new EvaluationException("encoding/hex: " + e.getMessage());
        }
    }
}
