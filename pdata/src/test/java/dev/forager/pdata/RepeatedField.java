// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.List;

/** A list: made when the first element comes or somebody asks for it. */
final class RepeatedField extends RecordField {
    private final Kind kind;

    private RepeatedField(FieldDescriptor field, List<String> comment, Kind kind) {
        super(field, comment);
        this.kind = kind;
        word("type", kind.type(field));
        word("create", kind.create(field, tag(2)));
        word("tag", Integer.toString(tag(2)));
        word("plainTag", Integer.toString(tag(wireType(field))));
    }

    static RepeatedField of(FieldDescriptor field, List<String> comment) {
        return new RepeatedField(field, comment, Kind.of(field));
    }

    @Override
    String declaration() {
        return fill("private @Nullable $type $name;");
    }

    @Override
    String accessors() {
        return switch (kind) {
            case RECORDS -> recordAccessors();
            case TEXTS ->
                    fill(
                            """
                            $doc
                                public List<String> $name() {
                                    return $nameList();
                                }

                                TextList $nameList() {
                                    TextList list = $name;
                                    if (list == null) {
                                        list = $create;
                                        $name = list;
                                    }
                                    return list;
                                }
                            """);
            case ATTRIBUTES, FIXED, VARINTS ->
                    fill(
                            """
                            $doc
                                public $type $name() {
                                    $type list = $name;
                                    if (list == null) {
                                        list = $create;
                                        $name = list;
                                    }
                                    return list;
                                }
                            """);
        };
    }

    private String recordAccessors() {
        word("element", RecordNames.type(field.getMessageType()));
        word("One", RecordNames.singular(field));
        return fill(
                """
                $doc
                    public List<$element> $name() {
                        return $nameList();
                    }

                    RecordList<$element> $nameList() {
                        RecordList<$element> list = $name;
                        if (list == null) {
                            list = $create;
                            $name = list;
                        }
                        return list;
                    }

                    /** Appends a new, empty element to {@link #$name()} and answers it. */
                    public $element add$One() {
                        $element added = new $element();
                        $nameList().add(added);
                        return added;
                    }
                """);
    }

    @Override
    String cases() {
        return switch (kind) {
            case RECORDS ->
                    fill(
                            """
                            case $tag ->
                                    in.position = $nameList().addRanges(buffer, tagStart, end);
                            """);
            case ATTRIBUTES ->
                    fill(
                            """
                            case $tag ->
                                    in.position = $name().addRanges(buffer, tagStart, end);
                            """);
            case TEXTS -> fill("case $tag -> $nameList().append(in.text());");
            case FIXED, VARINTS ->
                    fill(
                            """
                            case $tag -> $name().read$Kind(in);
                            case $plainTag -> $name().append(in.$reader());
                            """
                                    .replace("$Kind", kind.suffix())
                                    .replace("$reader", ScalarField.reader(field.getType())));
        };
    }

    @Override
    String settle() {
        return fill(
                kind == Kind.RECORDS
                        ? "($name != null && $name.settle())"
                        : "($name != null && $name.isDirty())");
    }

    @Override
    String measure() {
        return switch (kind) {
            case RECORDS -> fill("bytes += $name == null ? 0 : $name.measure();");
            case ATTRIBUTES, TEXTS -> fill("bytes += $name == null ? 0 : $name.measure($tagSize);");
            case FIXED, VARINTS ->
                    fill(
                            "bytes += $name == null ? 0 : $name.size$Kind($tagSize);"
                                    .replace("$Kind", kind.suffix()));
        };
    }

    @Override
    String write() {
        return switch (kind) {
            case RECORDS -> fill("at = $name == null ? at : $name.write(out, at);");
            case ATTRIBUTES, TEXTS -> fill("at = $name == null ? at : $name.write(out, at, $tag);");
            case FIXED, VARINTS ->
                    fill(
                            "at = $name == null ? at : $name.write$Kind(out, at, $tag);"
                                    .replace("$Kind", kind.suffix()));
        };
    }

    private enum Kind {
        RECORDS,
        ATTRIBUTES,
        TEXTS,
        FIXED,
        VARINTS;

        static Kind of(FieldDescriptor field) {
            if (field.getType() == FieldDescriptor.Type.MESSAGE) {
                return field.getMessageType().getName().equals("KeyValue") ? ATTRIBUTES : RECORDS;
            }
            return field.getType() == FieldDescriptor.Type.STRING
                    ? TEXTS
                    : wireType(field) == 1 ? FIXED : VARINTS;
        }

        String type(FieldDescriptor field) {
            return switch (this) {
                case RECORDS -> "RecordList<" + RecordNames.type(field.getMessageType()) + ">";
                case ATTRIBUTES -> "Attributes";
                case TEXTS -> "TextList";
                case FIXED, VARINTS ->
                        switch (field.getType()) {
                            case DOUBLE -> "Doubles";
                            case INT32 -> "Ints";
                            default -> "Longs";
                        };
            };
        }

        String create(FieldDescriptor field, int tag) {
            return this == RECORDS
                    ? "new RecordList<>(%d, %s::decode)"
                            .formatted(tag, RecordNames.type(field.getMessageType()))
                    : "new " + type(field) + "()";
        }

        String suffix() {
            return this == FIXED ? "Fixed" : "Varints";
        }
    }
}
