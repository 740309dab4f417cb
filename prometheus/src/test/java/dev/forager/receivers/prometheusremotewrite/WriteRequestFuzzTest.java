// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.receivers.prometheusremotewrite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The fuzz target on the golden requests and on seeded damage to them: without Jazzer. */
class WriteRequestFuzzTest {
    private static final Path FOLDER =
            Path.of("src/test/resources/dev/forager/receivers/prometheusremotewrite/golden");
    private static final long SEED = Long.getLong("prometheus.seed", 20_261_126);

    /** Damaged copies of every input; {@code -Dprometheus.mutationsPerInput=500000} for long. */
    private static final int MUTATIONS = Integer.getInteger("prometheus.mutationsPerInput", 2000);

    @Test
    void aRequestOrItsRefusal() throws Exception {
        var random = new SplittableRandom(SEED);
        List<byte[]> inputs = corpus();
        assertThat(inputs).hasSizeGreaterThan(5);
        for (byte[] input : inputs) {
            run(input);
            for (int i = 0; i < MUTATIONS; i++) {
                run(damaged(input, random));
            }
        }
    }

    private static List<byte[]> corpus() throws IOException {
        List<byte[]> inputs = new ArrayList<>();
        try (Stream<Path> files = Files.walk(FOLDER)) {
            for (Path file : files.filter(f -> f.toString().endsWith(".json")).sorted().toList()) {
                boolean isFirst = file.toString().endsWith(".v1.json");
                byte[] body =
                        WrittenTo.message(
                                isFirst ? WrittenTo.V1 : WrittenTo.V2, Files.readString(file));
                byte[] input = new byte[body.length + 1];
                input[0] = (byte) (isFirst ? 0 : 1);
                System.arraycopy(body, 0, input, 1, body.length);
                inputs.add(input);
            }
        }
        return inputs;
    }

    private static byte[] damaged(byte[] input, SplittableRandom random) {
        byte[] result = input.clone();
        for (int edits = random.nextInt(1, 4); edits > 0 && result.length > 0; edits--) {
            int at = random.nextInt(result.length);
            switch (random.nextInt(4)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> result[at] = (byte) random.nextInt();
                case 2 -> result = Arrays.copyOf(result, at);
                default -> {
                    int from = random.nextInt(result.length);
                    int length = Math.min(result.length - from, result.length - at);
                    System.arraycopy(result, from, result, at, Math.min(length, 30));
                }
            }
        }
        return result;
    }

    private static void run(byte[] input) {
        try {
            WriteRequestFuzz.fuzzerTestOneInput(input);
        } catch (RuntimeException | Error e) {
            fail("seed %d, input %s".formatted(SEED, HexFormat.of().formatHex(input)), e);
        }
    }
}
