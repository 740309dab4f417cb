// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import java.util.Locale;

/** Writes an enum, or the masks of an enum that is none: OTLP declares bits as enums too. */
final class EnumClass {
    private final EnumDescriptor type;
    private final ProtoComments comments;

    EnumClass(EnumDescriptor type, ProtoComments comments) {
        this.type = type;
        this.comments = comments;
    }

    String constants() {
        StringBuilder out = new StringBuilder(doc(type.getFullName(), "", type.getName() + "."));
        out.append("public enum ").append(type.getName()).append(" {\n");
        for (EnumValueDescriptor value : type.getValues()) {
            out.append(doc(value)).append("    ").append(RecordNames.constant(type, value));
            out.append('(').append(value.getNumber()).append("),\n");
        }
        return out.append(
                        """
                            /** A number that this version of OTLP does not know. */
                            UNRECOGNIZED(-1);

                            private final int number;

                            $Type(int number) {
                                this.number = number;
                            }

                            /**
                             * The number on the wire.
                             *
                             * @throws IllegalArgumentException for {@link #UNRECOGNIZED}
                             */
                            public int number() {
                                if (this == UNRECOGNIZED) {
                                    throw new IllegalArgumentException("UNRECOGNIZED has no number");
                                }
                                return number;
                            }

                            /** The constant of a number on the wire. */
                            public static $Type of(int number) {
                                return switch (number) {
                        """
                                .replace("$Type", type.getName()))
                .append(cases())
                .append("            default -> UNRECOGNIZED;\n        };\n    }\n}\n")
                .toString();
    }

    private String cases() {
        StringBuilder out = new StringBuilder();
        for (EnumValueDescriptor value : type.getValues()) {
            out.append("            case ").append(value.getNumber()).append(" -> ");
            out.append(RecordNames.constant(type, value)).append(";\n");
        }
        return out.toString();
    }

    String masks() {
        StringBuilder out = new StringBuilder(doc(type.getFullName(), "", type.getName() + "."));
        out.append("public final class ").append(type.getName()).append(" {\n");
        for (EnumValueDescriptor value : type.getValues()) {
            if (value.getNumber() != 0) {
                out.append(doc(value)).append("    public static final int ");
                out.append(RecordNames.constant(type, value));
                out.append(" = 0x").append(Integer.toHexString(value.getNumber())).append(";\n\n");
            }
        }
        return out.append("    private ").append(type.getName()).append("() {}\n}\n").toString();
    }

    private String doc(EnumValueDescriptor value) {
        // Constants of an enum are named in the scope around it.
        String name = type.getFullName() + "." + value.getName();
        String words = RecordNames.constant(type, value).toLowerCase(Locale.ROOT).replace('_', ' ');
        return doc(name, "    ", RecordNames.upper(words) + ".");
    }

    private String doc(String name, String indent, String fallback) {
        return Javadoc.of(comments.of(name), fallback, indent);
    }
}
