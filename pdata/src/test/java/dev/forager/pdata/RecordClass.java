// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Writes the class of one message. */
final class RecordClass {
    private static final Map<String, String> INTERFACES =
            Map.ofEntries(
                    Map.entry("ResourceSpans", "ResourceGroup"),
                    Map.entry("ResourceMetrics", "ResourceGroup"),
                    Map.entry("ResourceLogs", "ResourceGroup"),
                    Map.entry("ResourceProfiles", "ResourceGroup"),
                    Map.entry("ScopeSpans", "ScopeGroup"),
                    Map.entry("ScopeMetrics", "ScopeGroup"),
                    Map.entry("ScopeLogs", "ScopeGroup"),
                    Map.entry("ScopeProfiles", "ScopeGroup"),
                    Map.entry("Gauge", "MetricData"),
                    Map.entry("Sum", "MetricData"),
                    Map.entry("Histogram", "MetricData"),
                    Map.entry("ExponentialHistogram", "MetricData"),
                    Map.entry("Summary", "MetricData"),
                    Map.entry("NumberDataPoint", "DataPoint"),
                    Map.entry("HistogramDataPoint", "DataPoint"),
                    Map.entry("ExponentialHistogramDataPoint", "DataPoint"),
                    Map.entry("SummaryDataPoint", "DataPoint"));

    private final Descriptor message;
    private final ProtoComments comments;
    private final String type;
    private final boolean root;

    /** Whether it is a field of which there is at most one. */
    private final boolean child;

    private final List<RecordField> fields = new ArrayList<>();

    RecordClass(Descriptor message, ProtoComments comments, boolean root, boolean child) {
        this.message = message;
        this.comments = comments;
        this.type = RecordNames.type(message);
        this.root = root;
        this.child = child;
        Set<OneofDescriptor> seen = new HashSet<>();
        message.getFields().stream()
                .sorted(Comparator.comparingInt(FieldDescriptor::getNumber))
                .forEach(field -> addField(field, seen));
    }

    private void addField(FieldDescriptor field, Set<OneofDescriptor> seen) {
        OneofDescriptor oneof = field.getRealContainingOneof();
        if (oneof == null || field.getType() != FieldDescriptor.Type.MESSAGE) {
            fields.add(RecordField.of(field, comments.of(field.getFullName())));
        } else if (seen.add(oneof)) {
            fields.add(new OneofField(oneof, "MetricData", comments.of(oneof.getFullName())));
        }
    }

    String text() {
        String body = body();
        return imports(body) + body;
    }

    private static String imports(String body) {
        StringBuilder out = new StringBuilder();
        if (body.contains("requireNonNull(")) {
            out.append("import static java.util.Objects.requireNonNull;\n\n");
        }
        if (body.contains(" List<")) {
            out.append("import java.util.List;\n");
        }
        if (body.contains("@Nullable")) {
            out.append("import org.jspecify.annotations.Nullable;\n");
        }
        return out.isEmpty() ? "" : out.append('\n').toString().replace("\n\n\n", "\n\n");
    }

    private String body() {
        StringBuilder out = new StringBuilder();
        out.append(Javadoc.of(comments.of(message.getFullName()), "A record of OTLP.", ""));
        out.append(root ? "final class " : "public final class ").append(type);
        out.append(" extends Message");
        if (INTERFACES.containsKey(type)) {
            out.append(" implements ").append(INTERFACES.get(type));
        }
        out.append(" {\n");
        fields.forEach(field -> out.append(indent(field.declaration(), 4)));
        if (hasValueCase()) {
            out.append("    private ValueCase valueCase = ValueCase.NOT_SET;\n");
        }
        out.append(constructors());
        fields.forEach(field -> out.append('\n').append(field.accessors()));
        if (hasValueCase()) {
            out.append(valueCase());
        }
        out.append(codec()).append(describe());
        return out.append("}\n").toString().replaceAll("(?m)[ ]+$", "");
    }

    private boolean hasValueCase() {
        return message.getOneofs().stream().anyMatch(oneof -> oneof.getName().equals("value"));
    }

    private String constructors() {
        String publicPart =
                """

                    /** A new, empty record. */
                    public $Type() {
                        super(true);
                    }
                """;
        String decodePart =
                """

                    private $Type(boolean dirty) {
                        super(dirty);
                    }

                    static $Type decode(byte[] buffer, int start, int end) {
                        $Type record = new $Type(false);
                        record.open(buffer, start, end);
                        return record;
                    }

                    /** An independent record of the same content, in an array of its own. */
                    public $Type copy() {
                        byte[] bytes = toByteArray();
                        return decode(bytes, 0, bytes.length);
                    }
                """;
        String unsetPart =
                """

                    /** Stands for a field that is not set until something in it is edited. */
                    static $Type unset() {
                        $Type record = new $Type(false);
                        record.absent = true;
                        return record;
                    }
                """;
        String rootPart =
                """

                    $Type(boolean dirty) {
                        super(dirty);
                    }
                """;
        return (root ? rootPart : publicPart + decodePart + (child ? unsetPart : ""))
                .replace("$Type", type);
    }

    private String valueCase() {
        String constants =
                message.getOneofs().getFirst().getFields().stream()
                        .map(RecordClass::constant)
                        .collect(Collectors.joining(",\n"));
        return """

                    /** Which of the kinds of value is set. */
                    public ValueCase valueCase() {
                        return valueCase;
                    }

                    /** Unsets the value. */
                    public $Type clearValue() {
                        valueCase = ValueCase.NOT_SET;
                        dirty = true;
                        return this;
                    }

                    /** The kinds of value. */
                    public enum ValueCase {
                        /** No value. */
                        NOT_SET,
                $constants
                    }
                """
                .replace("$Type", type)
                .replace("$constants", constants);
    }

    private static String constant(FieldDescriptor field) {
        return "        /** {@link #%s()}. */\n        %s"
                .formatted(
                        RecordNames.type(field.getContainingType())
                                + "#"
                                + RecordNames.property(field),
                        field.getName().toUpperCase(Locale.ROOT))
                .replace("{@link #", "{@link ");
    }

    private String codec() {
        String settle =
                fields.stream()
                        .map(RecordField::settle)
                        .filter(text -> !text.isEmpty())
                        .map(text -> "\n                | " + text)
                        .collect(Collectors.joining());
        return """

                    @Override
                    void merge(byte[] buffer, int start, int end) {
                        FieldReader in = new FieldReader(buffer, start, end);
                        while (in.hasMore()) {
                            int tagStart = in.position;
                            int tag = in.varint32();
                            switch (tag) {
                $cases                default -> {
                                    in.skip(tag);
                                    keepUnknown(buffer, tagStart, in.position);
                                }
                            }
                        }
                    }

                    @Override
                    boolean settle() {
                        return settled(dirty$settle);
                    }

                    @Override
                    int measure() {
                        if (!dirty) {
                            size = end - start;
                            return size;
                        }
                        int bytes = unknownSize();
                $measure        size = bytes;
                        return bytes;
                    }

                    @Override
                    int write(byte[] out, int position) {
                        if (!dirty) {
                            return copySource(out, position);
                        }
                        int at = position;
                $write        at = writeUnknown(out, at);
                        return written(out, position, at);
                    }
                """
                .replace("$cases", all(RecordField::cases, 16))
                .replace("$settle", settle)
                .replace("$measure", all(RecordField::measure, 8))
                .replace("$write", all(RecordField::write, 8));
    }

    private String all(Function<RecordField, String> part, int indent) {
        return fields.stream()
                .map(field -> indent(part.apply(field), indent))
                .collect(Collectors.joining());
    }

    private static String indent(String text, int columns) {
        return text.stripTrailing().indent(columns);
    }

    private String describe() {
        StringBuilder out = new StringBuilder();
        out.append("\n    /** Names and values of the fields, for people. */\n");
        out.append("    @Override\n    public String toString() {\n");
        out.append("        return \"").append(type).append("{\"\n");
        String separator = "";
        for (RecordField field : fields) {
            out.append("                + \"").append(separator);
            out.append(field.fill("$name")).append("=\"\n");
            out.append("                + ").append(wrapped(field.text())).append('\n');
            separator = ", ";
        }
        return out.append("                + '}';\n    }\n").toString();
    }

    private static String wrapped(String expression) {
        return expression.contains("?") ? "(" + expression + ")" : expression;
    }
}
