// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.math.BigInteger;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A value without parts. Its {@code value} is null, a {@link Boolean}, a {@link Long} or (above the
 * range of long) a {@link BigInteger}, a {@link Double}, a {@link String}, or a {@link
 * java.time.OffsetDateTime}.
 */
public final class ScalarNode implements Node {
    /** What the text was resolved to. */
    public enum Type {
        NULL("<nil>", "nothing"),
        BOOL("bool", "boolean"),
        INT("int", "integer"),
        FLOAT("float64", "number"),
        STRING("string", "text"),
        TIMESTAMP("time.Time", "timestamp");

        private final String goType;
        private final String label;

        Type(String goType, String label) {
            this.goType = goType;
            this.label = label;
        }
    }

    private final Origin origin;
    private final Type type;
    private final @Nullable Object value;
    private final String source;
    private final @Nullable WrittenText written;

    /** A scalar; {@code source} is the text from which {@code value} was resolved. */
    public ScalarNode(Origin origin, Type type, @Nullable Object value, String source) {
        this(origin, type, value, source, null);
    }

    /** A scalar that stands in a file. */
    ScalarNode(
            Origin origin,
            Type type,
            @Nullable Object value,
            String source,
            @Nullable WrittenText written) {
        this.origin = origin;
        this.type = type;
        this.value = value;
        this.source = source;
        this.written = written;
    }

    /** Text. */
    public static ScalarNode text(Origin origin, String text) {
        return new ScalarNode(origin, Type.STRING, text, text);
    }

    /** Nothing. */
    public static ScalarNode nothing(Position position) {
        return new ScalarNode(Origin.at(position), Type.NULL, null, "");
    }

    /** This as another text of the same place: escapes of references are resolved in it. */
    public ScalarNode withText(Origin other, String text) {
        return new ScalarNode(other, Type.STRING, text, text, written);
    }

    /** How it stands in its file; null if that is unknown, or it is not quoted. */
    public @Nullable WrittenText written() {
        return written;
    }

    @Override
    public Origin origin() {
        return origin;
    }

    @Override
    public ScalarNode withOrigin(Origin other) {
        return new ScalarNode(other, type, value, source, written);
    }

    /** What the text was resolved to. */
    public Type type() {
        return type;
    }

    /** The value as described above. */
    public @Nullable Object value() {
        return value;
    }

    /** The text from which the value was resolved. */
    public String source() {
        return source;
    }

    /** Whether it is null: {@code ~}, {@code null}, or nothing at all. */
    public boolean isNull() {
        return type == Type.NULL;
    }

    @Override
    public int height() {
        return 0;
    }

    @Override
    public long size() {
        return 1;
    }

    @Override
    public String goType() {
        return value instanceof BigInteger ? "uint64" : type.goType;
    }

    @Override
    public String kind() {
        return type.label;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof ScalarNode scalar
                && type == scalar.type
                && Objects.equals(value, scalar.value)
                && Objects.equals(origin.text(), scalar.origin.text());
    }

    @Override
    public int hashCode() {
        return Objects.hash(type, value);
    }

    /** The type only: the value may be a secret. */
    @Override
    public String toString() {
        return kind();
    }
}
