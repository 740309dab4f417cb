// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.ValueReader.UnfitException;
import dev.forager.config.tree.MapNode;
import dev.forager.config.tree.Node;
import dev.forager.config.tree.Position;
import dev.forager.config.tree.ScalarNode;
import java.util.List;
import java.util.regex.Matcher;

/**
 * Words problems of binding: {@code value: what is wrong (expected: what would be right)}. Values
 * of secret fields and values behind references are not shown. Confined to one thread.
 */
final class BindingReport {
    private static final int SHOWN = 80;

    private final Problems problems;

    BindingReport(Problems problems) {
        this.problems = problems;
    }

    /** What is reported so far, and where notices go. */
    Problems problems() {
        return problems;
    }

    /** A key that is needed and not there. */
    void missing(String path, String expected, Position position) {
        problems.add(path, "missing (expected: %s)".formatted(expected), position);
    }

    /** A key that nobody knows; {@code hint} is what may have been meant. */
    void unknownKey(MapNode.Entry entry, List<String> keys, String hint, String path) {
        if (problems.isFull()) {
            return;
        }
        String expected =
                keys.isEmpty()
                        ? "no keys"
                        : "one of " + String.join(", ", keys.stream().sorted().toList());
        problems.add(
                path,
                "'%s' has invalid keys: %s%s (expected: %s)"
                        .formatted(last(path), shown(entry.key()), hint, expected),
                entry.keyPosition());
    }

    /** A value that does not fit. */
    void unfit(String path, Node node, UnfitException why) {
        unfit(path, node, why, false);
    }

    /** A value that does not fit; a secret one is not shown. */
    void unfit(String path, Node node, UnfitException why, boolean isSecret) {
        String value = isSecret ? "[REDACTED]" : shown(node);
        problems.add(
                path,
                "%s'%s' %s (expected: %s)"
                        .formatted(
                                value.isEmpty() ? "" : value + ": ",
                                last(path),
                                hidden(why.phrase(), node, isSecret),
                                why.expected()),
                node.position());
    }

    /**
     * Phrases quote the value: behind a reference it may be a secret, and the reference is told. A
     * value may have quotes inside, so all goes that stands between the first and the last.
     */
    private static String hidden(String phrase, Node node, boolean isSecret) {
        if (!(node instanceof ScalarNode scalar) || scalar.source().isEmpty()) {
            return phrase;
        }
        if (node.origin().reference() == null && !isSecret) {
            return phrase.length() > 4 * SHOWN ? phrase.substring(0, 4 * SHOWN) + "..." : phrase;
        }
        String told = isSecret ? "[REDACTED]" : shown(node);
        return phrase.replaceAll("(?s)\".*\"", Matcher.quoteReplacement('"' + told + '"'));
    }

    private static String shown(Node node) {
        String reference = node.origin().reference();
        if (reference != null) {
            return shown(reference);
        }
        return node instanceof ScalarNode scalar ? shown(scalar.source()) : "a " + node.kind();
    }

    private static String shown(String text) {
        String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
        return line.length() > SHOWN ? line.substring(0, SHOWN) + "..." : line;
    }

    static String join(String path, String key) {
        return path.isEmpty() ? key : path + "::" + key;
    }

    static String last(String path) {
        return path.substring(path.lastIndexOf("::") < 0 ? 0 : path.lastIndexOf("::") + 2);
    }
}
