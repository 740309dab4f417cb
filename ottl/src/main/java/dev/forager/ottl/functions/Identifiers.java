// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.ottl.functions;

import dev.forager.ottl.BytesLikeGetter;
import dev.forager.ottl.ClockedConverter;
import dev.forager.ottl.Converter;
import dev.forager.ottl.Doc;
import dev.forager.ottl.EvaluationException;
import dev.forager.ottl.Getter;
import dev.forager.ottl.Named;
import dev.forager.ottl.OttlFunction;
import dev.forager.ottl.Pure;
import dev.forager.pdata.ProfileId;
import dev.forager.pdata.SpanId;
import dev.forager.pdata.TraceId;
import dev.forager.pdata.Value;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Converters that make ids. */
final class Identifiers {
    static final List<Class<? extends OttlFunction>> ALL =
            List.of(
                    ToTraceId.class,
                    ToSpanId.class,
                    ToProfileId.class,
                    RandomUuid.class,
                    TimeOrderedUuid.class);

    private static final SecureRandom RANDOM = new SecureRandom();

    private Identifiers() {}

    /** A constant is read once, and refused at load. */
    private static Getter getter(
            String function, BytesLikeGetter target, int length, Function<byte[], ?> make) {
        if (!target.isConstant()) {
            return cursor -> make.apply(id(function, target.get(cursor), length));
        }
        try {
            Object constant = make.apply(id(function, target.constant(), length));
            return _ -> constant;
        } catch (EvaluationException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** The bytes of an id, given as they are or in hexadecimal. */
    private static byte[] id(String function, byte @Nullable [] given, int length)
            throws EvaluationException {
        int size = given == null ? 0 : given.length;
        if (given != null && size == length) {
            return given;
        }
        if (given == null || size != 2 * length) {
            throw new EvaluationException(
                    "%s: could not decode ID: invalid length: expected %d or %d bytes, got %d"
                            .formatted(function, length, 2 * length, size));
        }
        try {
            return HexFormat.of().parseHex(new String(given, StandardCharsets.ISO_8859_1));
        } catch (IllegalArgumentException e) {
            throw new EvaluationException(
                    "%s: could not decode ID: invalid hex: %s".formatted(function, e.getMessage()));
        }
    }

    @Pure
    @Named("TraceID")
    @Doc("A trace id.")
    record ToTraceId(@Doc("16 bytes, or 32 hexadecimal digits.") BytesLikeGetter target)
            implements Converter {
        @Override
        public Getter compile() {
            return getter("TraceID", target, TraceId.LENGTH, TraceId::of);
        }
    }

    @Pure
    @Named("SpanID")
    @Doc("A span id.")
    record ToSpanId(@Doc("8 bytes, or 16 hexadecimal digits.") BytesLikeGetter target)
            implements Converter {
        @Override
        public Getter compile() {
            return getter("SpanID", target, SpanId.LENGTH, SpanId::of);
        }
    }

    @Pure
    @Named("ProfileID")
    @Doc("A profile id.")
    record ToProfileId(@Doc("16 bytes, or 32 hexadecimal digits.") BytesLikeGetter target)
            implements Converter {
        @Override
        public Getter compile() {
            return getter("ProfileID", target, ProfileId.LENGTH, ProfileId::of);
        }
    }

    @Named("UUID")
    @Doc("A new random UUID (version 4).")
    record RandomUuid() implements Converter {
        @Override
        public Getter compile() {
            return _ -> Value.of(UUID.randomUUID().toString());
        }
    }

    @Named("UUIDv7")
    @Doc("A new UUID that begins with the time (version 7).")
    record TimeOrderedUuid() implements ClockedConverter {
        @Override
        public Getter compile(InstantSource clock) {
            TimeOrderedUuids uuids = new TimeOrderedUuids(clock, RANDOM);
            return _ -> Value.of(uuids.next().toString());
        }
    }
}
