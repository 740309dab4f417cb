// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.transport.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The fuzz target on its corpus and on seeded damage to it: without Jazzer, in a second. */
class FrameFuzzTest {
    private static final long SEED = Long.getLong("transport.seed", 20_261_125);

    /** Damaged copies of every input; {@code -Dtransport.mutationsPerInput=500000} for long. */
    private static final int MUTATIONS = Integer.getInteger("transport.mutationsPerInput", 2000);

    @Test
    void oneMessageOrADeclaredRefusal() throws Exception {
        var random = new SplittableRandom(SEED);
        for (byte[] input : corpus()) {
            run(input);
            for (int i = 0; i < MUTATIONS; i++) {
                run(damaged(input, random));
            }
        }
    }

    /** One input in hexadecimal a line; what fuzzing finds is added in the same form. */
    private static List<byte[]> corpus() throws IOException, URISyntaxException {
        Path file = Path.of(requireNonNull(FrameFuzz.class.getResource("fuzz.txt")).toURI());
        return Files.readAllLines(file).stream()
                .map(line -> HexFormat.of().parseHex(line.replace(" ", "")))
                .toList();
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
        byte[] result = input.clone();
        for (int edits = random.nextInt(1, 4); edits > 0 && result.length > 0; edits--) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(4)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> result[at] += (byte) random.nextInt(-2, 3);
                case 2 -> result = Arrays.copyOf(result, at);
                default -> result = Arrays.copyOf(result, result.length + random.nextInt(40));
            }
        }
        return result;
    }

    private static void run(byte[] input) {
        try {
            FrameFuzz.fuzzerTestOneInput(input);
        } catch (RuntimeException | Error e) {
            fail("input for fuzz.txt: " + HexFormat.of().formatHex(input), e);
        }
    }
}
