// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.FieldDescriptor;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The parts of a generated record that belong to one field. Templates name the field's properties
 * with dollar signs; {@link #fill} puts them in.
 */
abstract class RecordField {
    final FieldDescriptor field;
    final Map<String, String> words = new TreeMap<>(Comparator.reverseOrder());

    RecordField(FieldDescriptor field, List<String> comment) {
        this.field = field;
        int tag = tag(wireType(field));
        word("name", RecordNames.property(field));
        word("Name", RecordNames.upper(RecordNames.property(field)));
        word("tagSize", Integer.toString((tag < 128 ? 1 : 2)));
        word("tag", Integer.toString(tag));
        word("Self", RecordNames.type(field.getContainingType()));
        word("doc", Javadoc.of(comment, fallback(field), "    ").stripTrailing());
    }

    private static String fallback(FieldDescriptor field) {
        return "The field {@code " + field.getName() + "}.";
    }

    /** The kind that fits. */
    static RecordField of(FieldDescriptor field, List<String> comment) {
        if (field.isRepeated()) {
            return RepeatedField.of(field, comment);
        }
        if (field.getType() == FieldDescriptor.Type.MESSAGE) {
            return isValue(field)
                    ? new SingularField.ValueField(field, comment)
                    : new SingularField.MessageField(field, comment);
        }
        return ScalarField.of(field, comment);
    }

    static boolean isValue(FieldDescriptor field) {
        return field.getMessageType().getName().equals("AnyValue");
    }

    final void word(String key, String text) {
        words.put("$" + key, text);
    }

    final String fill(String template) {
        String text = template;
        for (Map.Entry<String, String> word : words.entrySet()) {
            text = text.replace(word.getKey(), word.getValue());
        }
        return text;
    }

    final int tag(int wireType) {
        return (field.getNumber() << 3) | wireType;
    }

    /** The wire type of a single value. */
    static int wireType(FieldDescriptor field) {
        return switch (field.getType()) {
            case FIXED64, SFIXED64, DOUBLE -> 1;
            case FIXED32, SFIXED32, FLOAT -> 5;
            case STRING, BYTES, MESSAGE -> 2;
            default -> 0;
        };
    }

    /** Private fields. */
    abstract String declaration();

    /** Public methods. */
    abstract String accessors();

    /** Cases of the switch over tags. */
    abstract String cases();

    /** An expression that says whether a part was edited; empty if this field has no part. */
    String settle() {
        return "";
    }

    /** Statements that add to {@code bytes}. */
    abstract String measure();

    /** Statements that move {@code at}. */
    abstract String write();

    /** An expression for toString, empty to leave the field out. */
    String text() {
        return fill("$name()");
    }
}
