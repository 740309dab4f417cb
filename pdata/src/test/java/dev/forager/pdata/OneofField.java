// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.OneofDescriptor;
import java.util.List;
import java.util.stream.Collectors;

/** A oneof whose members are all records; in Java the members share a sealed interface. */
final class OneofField extends RecordField {
    private final List<FieldDescriptor> members;

    OneofField(OneofDescriptor oneof, String type, List<String> comment) {
        super(oneof.getFields().getFirst(), comment);
        members = oneof.getFields();
        word("name", RecordNames.camel(oneof.getName()));
        word("Name", RecordNames.upper(RecordNames.camel(oneof.getName())));
        word("type", type);
        word(
                "doc",
                Javadoc.of(comment, "The " + oneof.getName() + "; null if unset.", "    ")
                        .stripTrailing());
    }

    private String each(String template, String separator) {
        return members.stream()
                .map(
                        member ->
                                template.replace(
                                                "$member",
                                                RecordNames.type(member.getMessageType()))
                                        .replace(
                                                "$tag",
                                                Integer.toString((member.getNumber() << 3) | 2)))
                .collect(Collectors.joining(separator));
    }

    @Override
    String declaration() {
        return fill(
                """
                private int $nameTag;
                private int $nameStart;
                private int $nameEnd;
                private @Nullable Message $name;
                """);
    }

    @Override
    String accessors() {
        return fill(
                """
                $doc
                    public @Nullable $type $name() {
                        return ($type) $nameRecord();
                    }

                    private @Nullable Message $nameRecord() {
                        if ($name == null && $nameTag != 0) {
                            $name = decode$Name($nameTag, source, $nameStart, $nameEnd);
                        }
                        return $name;
                    }

                    /** Sets {@link #$name()}; null unsets it. */
                    public $Self $name(@Nullable $type value) {
                        this.$name = (Message) value;
                        $nameTag = switch (value) {
                            case null -> 0;
                            $tags
                        };
                        dirty = true;
                        return this;
                    }

                    private static Message decode$Name(int tag, byte[] buffer, int start, int end) {
                        return switch (tag) {
                            $decoders
                            default -> throw new IllegalStateException("tag " + tag);
                        };
                    }

                    /** Of several members the last wins; the same one again is merged. */
                    private void take$Name(int tag, byte[] buffer, int from, int to) {
                        if (tag == $nameTag) {
                            requireNonNull($nameRecord()).mergeAgain(buffer, from, to);
                            return;
                        }
                        $nameTag = tag;
                        $nameStart = from;
                        $nameEnd = to;
                        $name = buffer == source ? null : decode$Name(tag, buffer, from, to);
                    }
                """
                        .replace("$tags", each("case $member member -> $tag;", "\n            "))
                        .replace(
                                "$decoders",
                                each(
                                        "case $tag -> $member.decode(buffer, start, end);",
                                        "\n            ")));
    }

    @Override
    String cases() {
        String tags =
                members.stream()
                        .map(member -> Integer.toString((member.getNumber() << 3) | 2))
                        .collect(Collectors.joining(", "));
        return fill(
                """
                case $tags -> {
                    int from = in.hop();
                    take$Name(tag, buffer, from, in.position);
                }
                """
                        .replace("$tags", tags));
    }

    @Override
    String settle() {
        return fill("($name != null && $name.settle())");
    }

    @Override
    String measure() {
        return fill(
                """
                if ($nameTag != 0) {
                    bytes += sizeChild($tagSize, $name, $nameStart, $nameEnd);
                }
                """);
    }

    @Override
    String write() {
        return fill(
                """
                if ($name != null) {
                    at = writeChild(out, at, $nameTag, $name);
                } else if ($nameTag != 0) {
                    $COPY}
                """
                        .replace("$COPY", SingularField.COPY.replace("$tag", "$nameTag")));
    }
}
