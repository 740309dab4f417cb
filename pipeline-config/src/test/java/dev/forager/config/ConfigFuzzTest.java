// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.config;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.fail;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fuzz target on the golden files, on what fuzzing found, and on seeded damage to them. */
class ConfigFuzzTest {
    private static final long SEED = Long.getLong("config.seed", 20_261_125);

    /** Damaged copies of every input; {@code -Dconfig.mutationsPerInput=5000} for a long run. */
    private static final int MUTATIONS = Integer.getInteger("config.mutationsPerInput", 40);

    private static final List<String> PIECES =
            List.of(
                    "${A}",
                    "${env:B}",
                    "${",
                    "}",
                    "$$",
                    "$",
                    "&a ",
                    "*a",
                    "<<: ",
                    "- ",
                    ": ",
                    "\n",
                    "  ",
                    "\t",
                    "[",
                    "]",
                    "{",
                    "}",
                    "|\n",
                    ">-\n",
                    "'",
                    "\"",
                    "#",
                    "!!int ",
                    "%",
                    "---\n",
                    "...",
                    "? ",
                    "::",
                    "0x",
                    "~",
                    "\0",
                    "\uFFFD",
                    "\u2028",
                    "\\",
                    "é");

    @Test
    void nothingButConfigException_comesOut() throws Exception {
        var random = new SplittableRandom(SEED);
        for (byte[] input : corpus()) {
            run(input);
            for (int i = 0; i < MUTATIONS; i++) {
                run(damaged(input, random));
            }
        }
    }

    private static List<byte[]> corpus() throws Exception {
        var inputs = new ArrayList<byte[]>();
        Path root = Path.of(requireNonNull(ConfigFuzzTest.class.getResource("golden")).toURI());
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(it -> it.toString().endsWith(".yaml")).sorted().toList()) {
                inputs.add((Files.readString(file) + "\0a\0[${A}, 0x1]").getBytes(UTF_8));
            }
        }
        Path found = Path.of(requireNonNull(ConfigFuzzTest.class.getResource("fuzz.txt")).toURI());
        for (String line : Files.readAllLines(found)) {
            inputs.add(Base64.getDecoder().decode(line));
        }
        return inputs;
    }

    /** Writes the corpus as files for Jazzer into the folder that is the argument. */
    public static void main(String[] args) throws Exception {
        List<byte[]> inputs = corpus();
        Path folder = Files.createDirectories(Path.of(args[0]));
        for (int i = 0; i < inputs.size(); i++) {
            Files.write(folder.resolve("seed-" + i), inputs.get(i));
        }
    }

    private static byte[] damaged(byte[] input, SplittableRandom random) {
        String text = new String(input, UTF_8);
        for (int edits = random.nextInt(1, 4); edits > 0; edits--) {
            int from = random.nextInt(text.length() + 1);
            int to = Math.min(text.length(), from + random.nextInt(6));
            String piece =
                    switch (random.nextInt(3)) {
                        case 0 -> "";
                        case 1 -> PIECES.get(random.nextInt(PIECES.size()));
                        default -> {
                            int start = random.nextInt(text.length() + 1);
                            yield text.substring(
                                    start, Math.min(text.length(), start + random.nextInt(30)));
                        }
                    };
            text = text.substring(0, from) + piece + text.substring(to);
        }
        return text.getBytes(UTF_8);
    }

    private static void run(byte[] input) {
        try {
            ConfigFuzz.fuzzerTestOneInput(input);
        } catch (RuntimeException | Error e) {
            fail("input for fuzz.txt: " + Base64.getEncoder().encodeToString(input), e);
        }
    }
}
