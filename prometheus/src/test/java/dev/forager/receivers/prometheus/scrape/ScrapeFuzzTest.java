// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheus.scrape;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.fail;

import dev.forager.prometheus.exposition.ExpositionException;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fuzz target on every known exposition and on seeded damage to them: without Jazzer. */
class ScrapeFuzzTest {
    private static final long SEED = Long.getLong("prometheus.seed", 20_261_126);

    /** Damaged copies of each; {@code -Dprometheus.mutationsPerInput=100000} for long. */
    private static final int MUTATIONS = Integer.getInteger("prometheus.mutationsPerInput", 100);

    private static final String SIGNS = "{}\"\\=,# \n\t01.eE+-_:a\0";

    @Test
    void expositionOrRefusal() throws Exception {
        var random = new SplittableRandom(SEED);
        for (byte[] input : corpus()) {
            run(input);
            for (int i = 0; i < MUTATIONS; i++) {
                run(damaged(input, random));
            }
        }
    }

    private static List<byte[]> corpus() throws IOException, URISyntaxException {
        List<byte[]> inputs = new ArrayList<>();
        add(ExpositionException.class, "forms", inputs);
        for (Path folder : list(ScrapeFuzzTest.class, "../recorded")) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    for (Path file : files.sorted().toList()) {
                        add(file, inputs);
                    }
                }
            }
        }
        return inputs;
    }

    private static void add(Class<?> beside, String folder, List<byte[]> inputs)
            throws IOException, URISyntaxException {
        for (Path file : list(beside, folder)) {
            add(file, inputs);
        }
    }

    private static List<Path> list(Class<?> beside, String folder)
            throws IOException, URISyntaxException {
        Path path = Path.of(requireNonNull(beside.getResource(folder)).toURI());
        try (Stream<Path> files = Files.list(path)) {
            return files.sorted().toList();
        }
    }

    private static void add(Path file, List<byte[]> inputs) throws IOException {
        String name = String.valueOf(file.getFileName());
        int form = name.endsWith(".prom") ? 0 : name.endsWith(".om") ? 1 : 2;
        if (form < 2 || name.endsWith(".pb")) {
            byte[] body = Files.readAllBytes(file);
            byte[] input = new byte[body.length + 1];
            input[0] = (byte) form;
            System.arraycopy(body, 0, input, 1, body.length);
            inputs.add(input);
        }
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
        for (int edits = random.nextInt(1, 4); edits > 0 && result.length > 1; edits--) {
            int at = random.nextInt(1, result.length);
            switch (random.nextInt(5)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> result[at] = (byte) SIGNS.charAt(random.nextInt(SIGNS.length()));
                case 2 -> result = Arrays.copyOf(result, at);
                case 3 -> result = without(result, at);
                default -> result = repeated(result, at, random);
            }
        }
        return result;
    }

    private static byte[] without(byte[] input, int at) {
        byte[] result = Arrays.copyOf(input, input.length - 1);
        System.arraycopy(input, at + 1, result, at, input.length - at - 1);
        return result;
    }

    private static byte[] repeated(byte[] input, int at, SplittableRandom random) {
        int length = random.nextInt(1, Math.min(40, input.length - at) + 1);
        byte[] result = Arrays.copyOf(input, input.length + length);
        System.arraycopy(input, at, result, at + length, input.length - at);
        return result;
    }

    private static void run(byte[] input) {
        try {
            ScrapeFuzz.fuzzerTestOneInput(input);
        } catch (RuntimeException | Error e) {
            fail("input: " + HexFormat.of().formatHex(input), e);
        }
    }
}
