// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.events.ScalarEvent;

/** What scalars mean by their style and tag, as Go's yaml.v3 reads them. */
final class YamlScalars {
    private static final String TAGS = "tag:yaml.org,2002:";

    private YamlScalars() {}

    /** Type and value of a scalar. */
    static ScalarTable.Resolved resolve(ScalarEvent event, Position position) throws YamlException {
        String text = event.getValue();
        String tag = event.getTag();
        if (tag == null) {
            return isPlain(event) ? ScalarTable.resolve(text) : ScalarTable.string(text);
        }
        return switch (tag) {
            case TAGS + "bool" -> tagged(ScalarNode.Type.BOOL, text, position);
            case TAGS + "int" -> tagged(ScalarNode.Type.INT, text, position);
            case TAGS + "float" -> tagged(ScalarNode.Type.FLOAT, text, position);
            case TAGS + "null" -> tagged(ScalarNode.Type.NULL, text, position);
            case TAGS + "timestamp" -> tagged(ScalarNode.Type.TIMESTAMP, text, position);
            case TAGS + "binary" -> ScalarTable.string(binary(text, position));
            default -> ScalarTable.string(text);
        };
    }

    private static ScalarTable.Resolved tagged(ScalarNode.Type type, String text, Position position)
            throws YamlException {
        ScalarTable.Resolved resolved = ScalarTable.resolve(text);
        if (resolved.type() == type) {
            return resolved;
        }
        if (type == ScalarNode.Type.FLOAT && resolved.value() instanceof Long whole) {
            return new ScalarTable.Resolved(type, (double) whole);
        }
        throw new YamlException(
                "cannot decode !!%s `%s` as a !!%s"
                        .formatted(tagName(resolved.type()), text, tagName(type)),
                position);
    }

    private static String tagName(ScalarNode.Type type) {
        return switch (type) {
            case NULL -> "null";
            case BOOL -> "bool";
            case INT -> "int";
            case FLOAT -> "float";
            case STRING -> "str";
            case TIMESTAMP -> "timestamp";
        };
    }

    private static String binary(String text, Position position) throws YamlException {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new YamlException("!!binary value contains invalid base64 data", position);
        }
    }

    /** Whether it is written without quotes, and so may be more than text. */
    static boolean isPlain(ScalarEvent event) {
        return event.getScalarStyle() == ScalarStyle.PLAIN;
    }

    /** A key that is a number or boolean counts by its value: {@code 0x10} is {@code 16}. */
    static String keyText(ScalarNode key) {
        return switch (key.type()) {
            case INT, BOOL -> String.valueOf(key.value());
            case NULL, FLOAT, STRING, TIMESTAMP -> key.source();
        };
    }
}
