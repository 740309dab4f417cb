// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;
import java.util.Locale;

/**
 * A number, boolean, string, enum, id or bytes: held by value.
 *
 * <p>Longer than most files: the text of the code that is generated for each of them.
 */
final class ScalarField extends RecordField {
    private final String declaration;
    private final String accessors;
    private final String read;
    private final String measure;
    private final String write;

    private ScalarField(FieldDescriptor field, List<String> comment, Template template) {
        super(field, comment);
        word("type", template.type);
        declaration = template.declaration;
        accessors = template.accessors;
        read = template.read;
        measure = template.measure;
        write = template.write;
    }

    static ScalarField of(FieldDescriptor field, List<String> comment) {
        if (field.getRealContainingOneof() != null) {
            return oneof(field, comment);
        }
        if (field.hasPresence()) {
            return optionalDouble(field, comment);
        }
        if (RecordNames.isId(field)) {
            return id(field, comment);
        }
        return switch (field.getType()) {
            case STRING -> text(field, comment);
            case BYTES -> bytes(field, comment);
            case ENUM -> enumeration(field, comment);
            default -> number(field, comment);
        };
    }

    private static final String PLAIN_ACCESSORS =
            """
            $doc
                public $type $name() {
                    return $name;
                }

                /** Sets {@link #$name()}. */
                public $Self $name($type value) {
                    this.$name = value;
                    dirty = true;
                    return this;
                }
            """;

    private static ScalarField number(FieldDescriptor field, List<String> comment) {
        Template template = new Template();
        template.type = javaType(field.getType());
        template.declaration = "private $type $name;";
        template.accessors = PLAIN_ACCESSORS;
        template.read = "case $tag -> $name = in." + reader(field.getType()) + "();";
        switch (field.getType()) {
            case FIXED64, SFIXED64 -> {
                template.measure = "bytes += $name == 0 ? 0 : $tagSize + Long.BYTES;";
                template.write =
                        "at = $name == 0 ? at : FieldWriter.putFixed64(out, at, $tag, $name);";
            }
            case FIXED32 -> {
                template.measure = "bytes += $name == 0 ? 0 : $tagSize + Integer.BYTES;";
                template.write =
                        "at = $name == 0 ? at : FieldWriter.putFixed32(out, at, $tag, $name);";
            }
            case DOUBLE -> {
                template.measure =
                        "bytes += Double.doubleToRawLongBits($name) == 0"
                                + " ? 0 : $tagSize + Double.BYTES;";
                template.write =
                        """
                        at =
                                Double.doubleToRawLongBits($name) == 0
                                        ? at
                                        : FieldWriter.putFixed64(
                                                out, at, $tag, Double.doubleToRawLongBits($name));
                        """;
            }
            case BOOL -> {
                template.measure = "bytes += $name ? $tagSize + 1 : 0;";
                template.write = "at = FieldWriter.putVarint(out, at, $tag, $name ? 1 : 0);";
            }
            default -> varint(template, field.getType());
        }
        return new ScalarField(field, comment, template);
    }

    private static void varint(Template template, FieldDescriptor.Type type) {
        String wide =
                switch (type) {
                    case UINT32 -> "Integer.toUnsignedLong($name)";
                    case SINT32 -> "Integer.toUnsignedLong(FieldWriter.zigzag($name))";
                    default -> "$name";
                };
        template.measure = "bytes += FieldWriter.sizeVarint($tagSize, " + wide + ");";
        template.write = "at = FieldWriter.putVarint(out, at, $tag, " + wide + ");";
    }

    private static ScalarField text(FieldDescriptor field, List<String> comment) {
        Template template = new Template();
        template.type = "String";
        template.declaration = "private Value.Str $name = Value.Str.EMPTY;";
        template.accessors =
                """
                $doc
                    public String $name() {
                        return $name.string();
                    }

                    /** Sets {@link #$name()}. */
                    public $Self $name(String value) {
                        this.$name = Value.Str.of(value);
                        dirty = true;
                        return this;
                    }

                    /** The UTF-8 bytes of {@link #$name()}: no string is made. */
                    public Value.Str $nameUtf8() {
                        return $name;
                    }

                    /** Sets {@link #$name()}. */
                    public $Self $nameUtf8(Value.Str value) {
                        this.$name = requireNonNull(value, "value");
                        dirty = true;
                        return this;
                    }
                """;
        template.read = "case $tag -> $name = in.text();";
        template.measure = "bytes += FieldWriter.sizeText($tagSize, $name);";
        template.write = "at = FieldWriter.putText(out, at, $tag, $name);";
        return new ScalarField(field, comment, template);
    }

    private static ScalarField bytes(FieldDescriptor field, List<String> comment) {
        Template template = new Template();
        template.type = "Value.Bytes";
        template.declaration = "private Value.Bytes $name = Value.Bytes.EMPTY;";
        template.accessors =
                PLAIN_ACCESSORS.replace("= value;", "= requireNonNull(value, \"value\");");
        template.read = "case $tag -> $name = in.bytes();";
        template.measure = "bytes += FieldWriter.sizeBytes($tagSize, $name);";
        template.write = "at = FieldWriter.putBytes(out, at, $tag, $name);";
        return new ScalarField(field, comment, template);
    }

    /** Held as numbers: three objects a span would cost more than all the rest of it. */
    private static ScalarField id(FieldDescriptor field, List<String> comment) {
        Template template = new Template();
        template.type = RecordNames.idType(field);
        boolean wide = !template.type.equals("SpanId");
        template.declaration =
                wide
                        ? "private long $nameHigh;\nprivate long $nameLow;"
                        : "private long $nameBits;";
        template.declaration += "\nprivate boolean has$Name;";
        String numbers = wide ? "$nameHigh, $nameLow" : "$nameBits";
        String set =
                wide
                        ? "$nameHigh = value.high();\n        $nameLow = value.low();"
                        : "$nameBits = value.value();";
        template.accessors =
                """
                $doc
                    public $type $name() {
                        return has$Name ? new $type($numbers) : $type.NONE;
                    }

                    /** Sets {@link #$name()}; {@link $type#NONE} is not written. */
                    public $Self $name($type value) {
                        $set
                        has$Name = value.isValid();
                        dirty = true;
                        return this;
                    }
                """
                        .replace("$numbers", numbers)
                        .replace("$set", set);
        template.read =
                """
                case $tag -> {
                    int from = in.hop();
                    int length = in.position - from;
                    if (length == $type.LENGTH) {
                        $load
                    } else if (length != 0) {
                        keepUnknown(buffer, tagStart, in.position);
                    }
                    has$Name = length == $type.LENGTH || (has$Name && length != 0);
                }
                """
                        .replace(
                                "$load",
                                wide
                                        ? load("High", "from")
                                                + "\n        "
                                                + load("Low", "from + Long.BYTES")
                                        : load("Bits", "from"));
        template.measure = "bytes += has$Name ? $tagSize + 1 + $type.LENGTH : 0;";
        template.write =
                """
                if (has$Name) {
                    at = FieldWriter.putHead(out, at, $tag, $type.LENGTH);
                    at = FieldWriter.putBigEndian(out, at, $first);
                $second}
                """
                        .replace("$first", wide ? "$nameHigh" : "$nameBits")
                        .replace(
                                "$second",
                                wide
                                        ? "    at = FieldWriter.putBigEndian(out, at, $nameLow);\n"
                                        : "");
        return new ScalarField(field, comment, template);
    }

    private static String load(String part, String from) {
        return "$name" + part + " = FieldReader.bigEndianAt(buffer, " + from + ");";
    }

    private static ScalarField enumeration(FieldDescriptor field, List<String> comment) {
        Template template = new Template();
        template.type = field.getEnumType().getName();
        template.declaration = "private int $name;";
        template.accessors =
                """
                $doc
                    public $type $name() {
                        return $type.of($name);
                    }

                    /** The number of {@link #$name()}, also one that this version does not know. */
                    public int $nameValue() {
                        return $name;
                    }

                    /** Sets {@link #$name()}. */
                    public $Self $name($type value) {
                        return $nameValue(value.number());
                    }

                    /** Sets {@link #$name()} by its number. */
                    public $Self $nameValue(int number) {
                        this.$name = number;
                        dirty = true;
                        return this;
                    }
                """;
        template.read = "case $tag -> $name = in.varint32();";
        template.measure = "bytes += FieldWriter.sizeVarint($tagSize, $name);";
        template.write = "at = FieldWriter.putVarint(out, at, $tag, $name);";
        return new ScalarField(field, comment, template);
    }

    private static ScalarField optionalDouble(FieldDescriptor field, List<String> comment) {
        Template template = new Template();
        template.type = "double";
        template.declaration = "private boolean has$Name;\nprivate double $name;";
        template.accessors =
                """
                $doc
                    public double $name() {
                        return $name;
                    }

                    /** Whether {@link #$name()} is set; it reads as 0 if not. */
                    public boolean has$Name() {
                        return has$Name;
                    }

                    /** Sets {@link #$name()}. */
                    public $Self $name(double value) {
                        this.$name = value;
                        has$Name = true;
                        dirty = true;
                        return this;
                    }

                    /** Unsets {@link #$name()}. */
                    public $Self clear$Name() {
                        $name = 0;
                        has$Name = false;
                        dirty = true;
                        return this;
                    }
                """;
        template.read =
                """
                case $tag -> {
                    $name = in.float64();
                    has$Name = true;
                }
                """;
        template.measure = "bytes += has$Name ? $tagSize + Double.BYTES : 0;";
        template.write =
                """
                if (has$Name) {
                    at =
                            FieldWriter.putFixed64(
                                    out, at, $tag, Double.doubleToRawLongBits($name));
                }
                """;
        return new ScalarField(field, comment, template);
    }

    /** A member of a oneof of scalars; the class keeps which one is set in {@code $oneofCase}. */
    private static ScalarField oneof(FieldDescriptor field, List<String> comment) {
        Template template = new Template();
        boolean floating = field.getType() == FieldDescriptor.Type.DOUBLE;
        template.type = floating ? "double" : "long";
        template.declaration = "private $type $name;";
        template.accessors =
                """
                $doc
                    public $type $name() {
                        return valueCase == ValueCase.$CASE ? $name : 0;
                    }

                    /** Sets {@link #$name()} and by that the value's kind. */
                    public $Self $name($type value) {
                        this.$name = value;
                        valueCase = ValueCase.$CASE;
                        dirty = true;
                        return this;
                    }
                """
                        .replace("$CASE", field.getName().toUpperCase(Locale.ROOT));
        template.read =
                """
                case $tag -> {
                    $name = in.$read();
                    valueCase = ValueCase.$CASE;
                }
                """
                        .replace("$read", reader(field.getType()))
                        .replace("$CASE", field.getName().toUpperCase(Locale.ROOT));
        String mine = "valueCase == ValueCase." + field.getName().toUpperCase(Locale.ROOT);
        template.measure = "bytes += " + mine + " ? $tagSize + Long.BYTES : 0;";
        template.write =
                "if (%s) {\n    at = FieldWriter.putFixed64(out, at, $tag, %s);\n}"
                        .formatted(mine, floating ? "Double.doubleToRawLongBits($name)" : "$name");
        return new ScalarField(field, comment, template);
    }

    private static String javaType(FieldDescriptor.Type type) {
        return switch (type) {
            case DOUBLE -> "double";
            case BOOL -> "boolean";
            case INT64, UINT64, FIXED64, SFIXED64 -> "long";
            case INT32, UINT32, SINT32, FIXED32 -> "int";
            default -> throw new IllegalStateException("no number: " + type);
        };
    }

    static String reader(FieldDescriptor.Type type) {
        return switch (type) {
            case DOUBLE -> "float64";
            case BOOL -> "bool";
            case INT64, UINT64 -> "varint64";
            case FIXED64, SFIXED64 -> "fixed64";
            case INT32, UINT32 -> "varint32";
            case SINT32 -> "zigzag32";
            case FIXED32 -> "fixed32";
            default -> throw new IllegalStateException("no number: " + type);
        };
    }

    @Override
    String declaration() {
        return fill(declaration);
    }

    @Override
    String accessors() {
        return fill(accessors);
    }

    @Override
    String cases() {
        return fill(read);
    }

    @Override
    String measure() {
        return fill(measure);
    }

    @Override
    String write() {
        return fill(write);
    }

    private static final class Template {
        private String type = "";
        private String declaration = "";
        private String accessors = "";
        private String read = "";
        private String measure = "";
        private String write = "";
    }
}
