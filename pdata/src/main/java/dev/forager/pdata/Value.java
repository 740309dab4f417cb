// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static java.util.Objects.checkFromToIndex;
import static java.util.Objects.requireNonNull;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The value of an attribute, or the body of a log record: OTLP's {@code AnyValue}. Immutable, so
 * one value may stand in any number of records; {@link Arr} and {@link MapV} answer a new value for
 * each change.
 *
 * <pre>{@code
 * String text = switch (value) {
 *     case Value.Str s -> s.string();
 *     case Value.Int i -> Long.toString(i.value());
 *     ...
 * };
 * }</pre>
 *
 * <p>All kinds stand in this one file, longer than most, because they are read together.
 *
 * @see <a
 *     href="https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto">common.proto</a>
 */
public sealed interface Value {
    /** Values within values; a request with more is malformed, and building more is refused. */
    int MAX_DEPTH = 100;

    /** A string; surrogates without a partner become U+FFFD. */
    static Value of(String value) {
        return Str.of(value);
    }

    /** An integer. */
    static Value of(long value) {
        return new Int(value);
    }

    /** A floating point number. */
    static Value of(double value) {
        return new Dbl(value);
    }

    /** A boolean. */
    static Value of(boolean value) {
        return value ? Bool.TRUE : Bool.FALSE;
    }

    /** Bytes, copied. */
    static Value of(byte[] value) {
        return Bytes.of(value);
    }

    /** No value. */
    static Value empty() {
        return Empty.EMPTY;
    }

    /** A string of which only the bytes are known until somebody asks. */
    final class Str implements Value, Comparable<Str> {
        static final Str EMPTY = new Str(Message.NO_BYTES, 0, 0, "");

        /** Above all numbers of bits. */
        private static final int BIT_KNOWN = 64;

        private final byte[] buffer;
        private final int offset;
        private final int length;
        private @Nullable String string;

        /** Which bit {@link #sketch} has, with {@link #BIT_KNOWN}; 0 as long as nobody asked. */
        private byte bit;

        private Str(byte[] buffer, int offset, int length, @Nullable String string) {
            this.buffer = buffer;
            this.offset = offset;
            this.length = length;
            this.string = string;
        }

        /** The value of a string; surrogates without a partner become U+FFFD. */
        public static Str of(String string) {
            byte[] bytes = encode(string);
            return new Str(bytes, 0, bytes.length, null);
        }

        /**
         * The value of UTF-8 bytes, which are not copied and must not change any more; ill-formed
         * sequences become U+FFFD.
         */
        public static Str ofUtf8(byte[] bytes) {
            byte[] good =
                    Utf8.isValid(bytes, 0, bytes.length)
                            ? bytes
                            : Utf8.mend(bytes, 0, bytes.length);
            return slice(good, 0, good.length);
        }

        static Str slice(byte[] buffer, int offset, int length) {
            return length == 0 ? EMPTY : new Str(buffer, offset, length, null);
        }

        private static byte[] encode(String string) {
            for (int i = 0; i < string.length(); i++) {
                if (Character.isSurrogate(string.charAt(i))) {
                    return replaceLoneSurrogates(string).getBytes(StandardCharsets.UTF_8);
                }
            }
            return string.getBytes(StandardCharsets.UTF_8);
        }

        private static String replaceLoneSurrogates(String string) {
            int[] points =
                    string.codePoints()
                            .map(point -> point >= 0xD800 && point <= 0xDFFF ? 0xFFFD : point)
                            .toArray();
            return new String(points, 0, points.length);
        }

        /** The characters. */
        public String string() {
            String text = string;
            if (text == null) {
                text = new String(buffer, offset, length, StandardCharsets.UTF_8);
                string = text;
            }
            return text;
        }

        /** The UTF-8 bytes, read-only, without a copy: for matchers that work on bytes. */
        public ByteBuffer utf8() {
            return ByteBuffer.wrap(buffer, offset, length).slice().asReadOnlyBuffer();
        }

        /** A fresh array of the UTF-8 bytes. */
        public byte[] toUtf8() {
            return Arrays.copyOfRange(buffer, offset, offset + length);
        }

        /**
         * The bytes from {@code from} to before {@code to}; a character that is cut becomes U+FFFD.
         *
         * @throws IndexOutOfBoundsException if there are no such bytes
         */
        public Str substring(int from, int to) {
            checkFromToIndex(from, to, length);
            return isBoundary(from) && isBoundary(to)
                    ? slice(buffer, offset + from, to - from)
                    : ofUtf8(Arrays.copyOfRange(buffer, offset + from, offset + to));
        }

        /** Whether no character has bytes on both sides of {@code at}. */
        public boolean isBoundary(int at) {
            return at <= 0 || at >= length || (buffer[offset + at] & 0xC0) != 0x80;
        }

        /** Whether the bytes begin with those of {@code prefix}. */
        public boolean startsWith(Str prefix) {
            return prefix.length <= length && regionMatches(0, prefix);
        }

        /** Whether the bytes end with those of {@code suffix}. */
        public boolean endsWith(Str suffix) {
            return suffix.length <= length && regionMatches(length - suffix.length, suffix);
        }

        /** Where {@code part} begins first, in bytes; -1 if it is not contained. */
        public int indexOf(Str part) {
            int last = length - part.length;
            for (int at = 0; at <= last; at++) {
                if (regionMatches(at, part)) {
                    return at;
                }
            }
            return -1;
        }

        private boolean regionMatches(int at, Str part) {
            int from = offset + at;
            return Arrays.equals(
                    buffer,
                    from,
                    from + part.length,
                    part.buffer,
                    part.offset,
                    part.offset + part.length);
        }

        /** Number of UTF-8 bytes. */
        public int byteLength() {
            return length;
        }

        /** Orders by the UTF-8 bytes, which is the order of the code points. */
        @Override
        public int compareTo(Str other) {
            return Arrays.compareUnsigned(
                    buffer,
                    offset,
                    offset + length,
                    other.buffer,
                    other.offset,
                    other.offset + other.length);
        }

        /** A bit that texts of these bytes have; most others have another one. */
        long sketch() {
            int known = bit;
            if (known == 0) {
                known = BIT_KNOWN | (bit(buffer, offset, length) & (Long.SIZE - 1));
                bit = (byte) known;
            }
            return 1L << known;
        }

        static long sketch(byte[] bytes, int start, int size) {
            return 1L << bit(bytes, start, size);
        }

        /** Names of attributes begin alike and differ in length, middle and end. */
        private static int bit(byte[] bytes, int start, int size) {
            return size == 0
                    ? 0
                    : 31 * size + 7 * bytes[start + size / 2] + bytes[start + size - 1];
        }

        boolean isRange(byte[] other, int start, int size) {
            return length == size
                    && Arrays.equals(buffer, offset, offset + length, other, start, start + length);
        }

        int copyTo(byte[] out, int position) {
            return FieldWriter.putRange(out, position, buffer, offset, offset + length);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Str that && that.isRange(buffer, offset, length);
        }

        @Override
        public int hashCode() {
            int hash = 1;
            for (int i = offset; i < offset + length; i++) {
                hash = 31 * hash + buffer[i];
            }
            return hash;
        }

        @Override
        public String toString() {
            return string();
        }
    }

    /**
     * An integer.
     *
     * @param value 64 bits, signed
     */
    record Int(long value) implements Value {
        @Override
        public String toString() {
            return Long.toString(value);
        }
    }

    /**
     * A floating point number.
     *
     * @param value 64 bits; NaN equals NaN, and 0.0 is not -0.0
     */
    record Dbl(double value) implements Value {
        @Override
        public String toString() {
            return Double.toString(value);
        }
    }

    /**
     * A boolean.
     *
     * @param value true or false
     */
    record Bool(boolean value) implements Value {
        static final Bool TRUE = new Bool(true);
        static final Bool FALSE = new Bool(false);

        @Override
        public String toString() {
            return Boolean.toString(value);
        }
    }

    /**
     * A reference into the string table of {@link ProfilesDictionary}; has no meaning in the other
     * signals.
     *
     * @param index index in the table
     */
    record StrIndex(int index) implements Value {}

    /** Bytes. */
    final class Bytes implements Value {
        static final Bytes EMPTY = new Bytes(Message.NO_BYTES, 0, 0);

        private final byte[] buffer;
        private final int offset;
        private final int length;

        private Bytes(byte[] buffer, int offset, int length) {
            this.buffer = buffer;
            this.offset = offset;
            this.length = length;
        }

        /** A copy of {@code bytes}. */
        public static Bytes of(byte[] bytes) {
            return new Bytes(bytes.clone(), 0, bytes.length);
        }

        static Bytes slice(byte[] buffer, int offset, int length) {
            return length == 0 ? EMPTY : new Bytes(buffer, offset, length);
        }

        /** How many bytes. */
        public int size() {
            return length;
        }

        /** A fresh array. */
        public byte[] toByteArray() {
            return Arrays.copyOfRange(buffer, offset, offset + length);
        }

        /** A read-only view, without a copy. */
        public ByteBuffer asByteBuffer() {
            return ByteBuffer.wrap(buffer, offset, length).slice().asReadOnlyBuffer();
        }

        int copyTo(byte[] out, int position) {
            return FieldWriter.putRange(out, position, buffer, offset, offset + length);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Bytes that
                    && Arrays.equals(
                            buffer,
                            offset,
                            offset + length,
                            that.buffer,
                            that.offset,
                            that.offset + that.length);
        }

        @Override
        public int hashCode() {
            return asByteBuffer().hashCode();
        }

        @Override
        public String toString() {
            return HexFormat.of().formatHex(buffer, offset, offset + length);
        }
    }

    /** An array of values of any kinds. */
    final class Arr implements Value {
        private static final Arr EMPTY = new Arr(List.of());

        final ValueSource source;
        private @Nullable List<Value> values;

        private Arr(List<Value> values) {
            this.values = values;
            this.source = ValueSource.ofValues(values);
        }

        Arr(byte[] buffer, int start, int end) {
            this.source = ValueSource.ofRange(buffer, start, end);
        }

        /**
         * An array of these values.
         *
         * @throws IllegalArgumentException if values nest deeper than {@link Value#MAX_DEPTH}
         */
        public static Arr of(Value... values) {
            return of(List.of(values));
        }

        /**
         * An array of these values.
         *
         * @throws IllegalArgumentException if values nest deeper than {@link Value#MAX_DEPTH}
         */
        public static Arr of(List<? extends Value> values) {
            return values.isEmpty() ? EMPTY : new Arr(List.copyOf(values));
        }

        /** The elements, unmodifiable. */
        public List<Value> values() {
            List<Value> list = values;
            if (list == null) {
                list = source.decodeValues();
                values = list;
            }
            return list;
        }

        /** This array with one element more. */
        public Arr with(Value value) {
            List<Value> list = new ArrayList<>(values());
            list.add(requireNonNull(value, "value"));
            return of(list);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Arr that && values().equals(that.values());
        }

        @Override
        public int hashCode() {
            return values().hashCode();
        }

        @Override
        public String toString() {
            return values().toString();
        }
    }

    /** A map, ordered as it came. */
    final class MapV implements Value {
        private static final MapV EMPTY = new MapV(List.of());

        final ValueSource source;
        private @Nullable List<KeyValue> entries;

        private MapV(List<KeyValue> entries) {
            this.entries = entries;
            this.source = ValueSource.ofEntries(entries);
        }

        MapV(byte[] buffer, int start, int end) {
            this.source = ValueSource.ofRange(buffer, start, end);
        }

        /** A map without entries. */
        public static MapV of() {
            return EMPTY;
        }

        /**
         * A map of these entries.
         *
         * @throws IllegalArgumentException if values nest deeper than {@link Value#MAX_DEPTH}
         */
        public static MapV of(List<KeyValue> entries) {
            return entries.isEmpty() ? EMPTY : new MapV(List.copyOf(entries));
        }

        /** The entries, unmodifiable; keys that the sender repeated are there more than once. */
        public List<KeyValue> entries() {
            List<KeyValue> list = entries;
            if (list == null) {
                list = source.decodeEntries();
                entries = list;
            }
            return list;
        }

        /** The value of the first entry with this key. */
        public @Nullable Value get(String key) {
            for (KeyValue entry : entries()) {
                if (entry.key().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        /** The value of the first entry whose key is these bytes. */
        public @Nullable Value get(Str key) {
            for (KeyValue entry : entries()) {
                if (entry.keyText().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        /** This map with the key set, in its old place or at the end. */
        public MapV with(String key, Value value) {
            List<KeyValue> list = new ArrayList<>(entries().size() + 1);
            KeyValue replacement = KeyValue.of(key, value);
            boolean placed = false;
            for (KeyValue entry : entries()) {
                if (!entry.key().equals(key)) {
                    list.add(entry);
                } else if (!placed) {
                    placed = list.add(replacement);
                }
            }
            if (!placed) {
                list.add(replacement);
            }
            return of(list);
        }

        /** This map without the key. */
        public MapV without(String key) {
            List<KeyValue> list = new ArrayList<>(entries());
            return list.removeIf(entry -> entry.key().equals(key)) ? of(list) : this;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof MapV that && entries().equals(that.entries());
        }

        @Override
        public int hashCode() {
            return entries().hashCode();
        }

        @Override
        public String toString() {
            return entries().toString();
        }
    }

    /** No value, or one of a kind that only later versions of OTLP know: its bytes are kept. */
    final class Empty implements Value {
        static final Empty EMPTY = new Empty(Message.NO_BYTES);

        private final byte[] unknown;

        private Empty(byte[] unknown) {
            this.unknown = unknown;
        }

        static Empty of(JoinedBytes unknown) {
            return new Empty(Arrays.copyOf(unknown.bytes, unknown.length));
        }

        int byteLength() {
            return unknown.length;
        }

        int copyTo(byte[] out, int position) {
            return FieldWriter.putRange(out, position, unknown, 0, unknown.length);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Empty that && Arrays.equals(unknown, that.unknown);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(unknown);
        }

        @Override
        public String toString() {
            return "";
        }
    }
}
