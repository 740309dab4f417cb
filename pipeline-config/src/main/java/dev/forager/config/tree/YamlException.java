// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config.tree;

/** Text that is not YAML, or YAML that is refused. */
public final class YamlException extends Exception {
    private static final long serialVersionUID = 1;

    private final transient Position position;

    YamlException(String message, Position position) {
        super(message, null, false, false);
        this.position = position;
    }

    /** The refusal of what is nested deeper than {@link YamlReader#MAX_DEPTH}. */
    public static YamlException tooDeep(Position position) {
        return new YamlException(
                "nested deeper than %d levels".formatted(YamlReader.MAX_DEPTH), position);
    }

    /** Where reading stopped. */
    public Position position() {
        return position;
    }
}
