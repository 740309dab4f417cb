// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import dev.forager.config.ConfigFuzz.Anything;
import dev.forager.config.ConfigResolver.Resolved;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A configuration that is small to write and large to read. Each must be read or refused in less
 * than a second on a quiet machine: {@link #main} measures that, {@link ConfigBombTest} holds the
 * verdicts.
 *
 * @param phrase what the refusal says; empty where the text is read
 */
record ConfigBomb(String name, String text, String phrase) {
    private static final String ALIASING = "document contains excessive aliasing";
    private static final String DEPTH = "nested deeper than 100 levels";

    /** All of them, each as large as a text may be. */
    static List<ConfigBomb> all() {
        return List.of(
                new ConfigBomb("merge chain of 150", chain(150), ""),
                new ConfigBomb("merge chain of 600", chain(600), ALIASING),
                new ConfigBomb("merge chain of 6000", chain(6000), ALIASING),
                new ConfigBomb("one map merged often", merges(100, 20_000), ALIASING),
                new ConfigBomb("list of merges", mergeList(100, 60_000), ALIASING),
                new ConfigBomb("25,000 keys", lines(25_000, "k%d: 1\n"::formatted), ""),
                new ConfigBomb("170,000 keys", lines(170_000, "k%d: 1\n"::formatted), "more than"),
                new ConfigBomb("keys with ::", lines(25_000, "a::k%d: 1\n"::formatted), ""),
                new ConfigBomb(
                        "long key over many values",
                        "? a" + "b".repeat(500_000) + "\n: [\n" + "x,\n".repeat(25_000) + "]",
                        ""),
                new ConfigBomb(
                        "long key over many references",
                        "? a" + "b".repeat(500_000) + "\n:\n" + " - ${nothing:x}\n".repeat(25_000),
                        "not supported"),
                new ConfigBomb("keys with many ::", "? a" + "::a".repeat(150_000) + "\n: 1", DEPTH),
                new ConfigBomb(
                        "many keys with some ::",
                        lines(3_000, i -> "a::b::c::d::e::f::g::h" + i + "::i: 1\n"),
                        ""),
                new ConfigBomb("laughs", laughs(9, 30), ALIASING),
                new ConfigBomb("laughs by two", laughs(2, 90), ALIASING),
                new ConfigBomb("one list often", often(), ALIASING),
                new ConfigBomb("anchors", "a:\n" + lines(25_000, i -> "- &a" + i + " b\n"), ""),
                new ConfigBomb("brackets", "[".repeat(1 << 18), DEPTH),
                new ConfigBomb("braces", "{a: ".repeat(1 << 16), DEPTH),
                new ConfigBomb("dashes", "- ".repeat(1 << 17) + "a", DEPTH),
                new ConfigBomb("indentation", lines(1400, i -> " ".repeat(i) + "a:\n"), DEPTH),
                new ConfigBomb("comments", lines(100_000, i -> "# comment " + i + "\n"), ""),
                new ConfigBomb("blank lines", "\n".repeat(2_000_000), ""),
                new ConfigBomb("one long line", "a: " + "x".repeat((1 << 19) - 10), ""),
                new ConfigBomb("many words", "a: " + "x ".repeat((1 << 18) - 10), ""),
                new ConfigBomb("quotes", "a: '" + "''".repeat((1 << 18) - 10) + "'", ""),
                new ConfigBomb(
                        "folded text", "a: >\n" + lines(100_000, i -> "  line" + i + "\n"), ""),
                new ConfigBomb("tabs", lines(50_000, i -> "k" + i + ":\tx\n"), "TAB"),
                new ConfigBomb(
                        "tabs in JSON",
                        "{\n" + lines(25_000, i -> "\t\"k" + i + "\": 1,\n") + "\t\"k\": 1}",
                        ""),
                new ConfigBomb("colons", "a: " + ":".repeat(1 << 18) + "b", ""),
                new ConfigBomb("references", "a:\n" + "- ${env:A}\n".repeat(25_000), ""),
                new ConfigBomb("dollars", "a: \"" + "$$".repeat(250_000) + "\"", ""),
                new ConfigBomb("open references", "a: \"" + "${".repeat(250_000) + "\"", ""),
                new ConfigBomb(
                        "numbers",
                        "a: " + "9".repeat(500_000) + "\nb: 1" + "0".repeat(500_000),
                        ""));
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining());
    }

    private static String chain(int length) {
        return "a0: &a0 {k0: 0}\n"
                + lines(
                        length,
                        i -> "a%d: &a%d {<<: *a%d, k%d: 1}\n".formatted(i + 1, i + 1, i, i + 1));
    }

    private static String merges(int keys, int times) {
        return "a: &a {"
                + lines(keys, i -> "k" + i + ": 1, ")
                + "}\n"
                + lines(times, i -> "b%d: {<<: *a}\n".formatted(i));
    }

    private static String mergeList(int keys, int times) {
        return "a: &a {"
                + lines(keys, i -> "k" + i + ": 1, ")
                + "}\nb: {<<: [\n"
                + "  *a,\n".repeat(times)
                + "]}\n";
    }

    private static String laughs(int width, int levels) {
        return "a0: &a0 [x]\n"
                + lines(
                        levels,
                        i ->
                                "a%d: &a%d [%s]\n"
                                        .formatted(
                                                i + 1,
                                                i + 1,
                                                "*a%d , ".formatted(i).repeat(width)));
    }

    private static String often() {
        return "a: &a [" + "x, ".repeat(100) + "]\nb:\n" + "- *a\n".repeat(300_000);
    }

    /** Reads it as a start would, up to the records. */
    void read() throws ConfigException {
        Resolved resolved =
                ConfigResolver.with(
                                Map.of(
                                        "env", new EnvProvider(_ -> "x"),
                                        "yaml", new YamlProvider()))
                        .resolve(List.of("yaml:" + text), List.of(), FeatureGates.defaults());
        var problems = new Problems();
        RecordBinder.bind(resolved.root(), Anything.class, "", problems);
        problems.throwIfAny();
    }

    /** Prints how long each takes, the slowest of three: {@code java ... ConfigBomb}. */
    public static void main(String[] args) {
        for (ConfigBomb bomb : all()) {
            long worst = 0;
            String said = "read";
            for (int round = 0; round < 3; round++) {
                long start = System.nanoTime();
                try {
                    bomb.read();
                } catch (ConfigException e) {
                    said = String.valueOf(e.getMessage());
                }
                worst = Math.max(worst, System.nanoTime() - start);
            }
            System.err.printf(
                    "%5d ms  %s (%d KiB): %s%n",
                    worst / 1_000_000,
                    bomb.name,
                    bomb.text.length() >> 10,
                    said.substring(0, Math.min(100, said.length())));
        }
    }
}
