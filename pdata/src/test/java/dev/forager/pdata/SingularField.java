// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/** A message or a value of which there is at most one: a range until somebody asks for it. */
abstract class SingularField extends RecordField {
    private SingularField(FieldDescriptor field, List<String> comment) {
        super(field, comment);
    }

    /** Copies a range that nobody opened, and notes where it is then. */
    static final String COPY =
            """
            at = FieldWriter.putHead(out, at, $tag, $nameEnd - $nameStart);
                int shift = at - $nameStart;
                at = FieldWriter.putRange(out, at, source, $nameStart, $nameEnd);
                $nameStart += shift;
                $nameEnd += shift;
            """;

    /** A record of its own. */
    static final class MessageField extends SingularField {
        MessageField(FieldDescriptor field, List<String> comment) {
            super(field, comment);
            word("type", RecordNames.type(field.getMessageType()));
        }

        @Override
        String declaration() {
            return fill(
                    """
                    private int $nameStart;
                    private int $nameEnd;
                    private @Nullable $type $name;
                    """);
        }

        @Override
        String accessors() {
            return fill(
                    """
                    $doc
                        public $type $name() {
                            $type child = $name;
                            if (child == null) {
                                child =
                                        $nameEnd == 0
                                                ? $type.unset()
                                                : $type.decode(source, $nameStart, $nameEnd);
                                $name = child;
                            }
                            return child;
                        }

                        /** Whether {@link #$name()} is set, be it by its sender or by an edit. */
                        public boolean has$Name() {
                            return $name == null ? $nameEnd != 0 : !$name.absent || $name.settle();
                        }

                        /** Sets {@link #$name()}; the record is shared if it has another parent. */
                        public $Self $name($type value) {
                            this.$name = requireNonNull(value, "value");
                            value.absent = false;
                            dirty = true;
                            return this;
                        }

                        /** Unsets {@link #$name()}. */
                        public $Self clear$Name() {
                            $nameEnd = 0;
                            $name = null;
                            dirty = true;
                            return this;
                        }
                    """);
        }

        @Override
        String cases() {
            return fill(
                    """
                    case $tag -> {
                        int from = in.hop();
                        if ($name == null && $nameEnd == 0 && buffer == source) {
                            $nameStart = from;
                            $nameEnd = in.position;
                        } else {
                            $name().mergeAgain(buffer, from, in.position);
                        }
                    }
                    """);
        }

        @Override
        String settle() {
            return fill("($name != null && $name.settle())");
        }

        @Override
        String measure() {
            return fill("bytes += sizeChild($tagSize, $name, $nameStart, $nameEnd);");
        }

        @Override
        String write() {
            return fill(
                    """
                    if ($name != null) {
                        at = writeChild(out, at, $tag, $name);
                    } else if ($nameEnd != 0) {
                        $COPY}
                    """
                            .replace("$COPY", COPY));
        }

        @Override
        String text() {
            return fill("has$Name() ? $name() : \"unset\"");
        }
    }

    /** An {@code AnyValue}. */
    static final class ValueField extends SingularField {
        ValueField(FieldDescriptor field, List<String> comment) {
            super(field, comment);
        }

        @Override
        String declaration() {
            return fill(
                    """
                    private int $nameStart;
                    private int $nameEnd;
                    private @Nullable JoinedBytes $nameParts;
                    private @Nullable Value $name;
                    private boolean $nameSet;
                    """);
        }

        @Override
        String accessors() {
            return fill(
                    """
                    $doc
                        public Value $name() {
                            Value present = $name;
                            if (present == null) {
                                present = decodeValue($nameParts, $nameStart, $nameEnd);
                                $name = present;
                            }
                            return present;
                        }

                        /** Whether {@link #$name()} is set, be it to an empty value. */
                        public boolean has$Name() {
                            return $nameEnd != 0 || $nameParts != null || $nameSet;
                        }

                        /** Sets {@link #$name()}. */
                        public $Self $name(Value value) {
                            clear$Name();
                            this.$name = requireNonNull(value, "value");
                            $nameSet = true;
                            return this;
                        }

                        /** Unsets {@link #$name()}. */
                        public $Self clear$Name() {
                            $nameEnd = 0;
                            $nameParts = null;
                            $name = null;
                            $nameSet = false;
                            dirty = true;
                            return this;
                        }
                    """);
        }

        @Override
        String cases() {
            return fill(
                    """
                    case $tag -> {
                        int from = in.hop();
                        if ($nameParts == null && $nameEnd == 0 && buffer == source) {
                            $nameStart = from;
                            $nameEnd = in.position;
                        } else {
                            $nameParts = join($nameParts, $nameStart, $nameEnd);
                            $nameParts.append(buffer, from, in.position);
                            $nameEnd = 0;
                        }
                    }
                    """);
        }

        @Override
        String measure() {
            return fill(
                    """
                    if ($nameEnd != 0) {
                        bytes += $tagSize + FieldWriter.delimited($nameEnd - $nameStart);
                    } else if ($nameParts != null) {
                        bytes += $tagSize + FieldWriter.delimited($nameParts.length);
                    } else if ($nameSet) {
                        bytes += $tagSize + FieldWriter.delimited(ValueCodec.size($name()));
                    }
                    """);
        }

        @Override
        String write() {
            return fill(
                    """
                    if ($nameEnd != 0) {
                        $COPY} else if ($nameParts != null) {
                        at = FieldWriter.putHead(out, at, $tag, $nameParts.length);
                        at = $nameParts.write(out, at);
                    } else if ($nameSet) {
                        at = FieldWriter.putHead(out, at, $tag, ValueCodec.size($name()));
                        at = ValueCodec.write($name(), out, at);
                    }
                    """
                            .replace("$COPY", COPY));
        }
    }
}
