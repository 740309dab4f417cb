// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.fail;

import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/**
 * The fuzz targets on the corpus and on seeded damage to it: without Jazzer, in a second or two.
 */
class FuzzReplayTest {
    private static final long SEED = Long.getLong("pdata.seed", 20_261_125);

    /** Damaged copies of every input; {@code -Dpdata.mutationsPerInput=5000} for a long run. */
    private static final int MUTATIONS = Integer.getInteger("pdata.mutationsPerInput", 40);

    @Test
    void wire() {
        replay(FuzzCorpus.wire(), WireFuzz::fuzzerTestOneInput);
    }

    @Test
    void json() {
        replay(FuzzCorpus.json(), JsonFuzz::fuzzerTestOneInput);
    }

    private static void replay(List<byte[]> corpus, Consumer<byte[]> target) {
        Mutations mutations = new Mutations(new SplittableRandom(SEED));
        for (byte[] input : corpus) {
            run(input, target);
            for (int i = 0; i < MUTATIONS; i++) {
                run(mutations.mutate(input), target);
            }
        }
    }

    private static void run(byte[] input, Consumer<byte[]> target) {
        try {
            target.accept(input);
        } catch (RuntimeException | Error e) {
            fail("input for fuzz/: " + Base64.getEncoder().encodeToString(input), e);
        }
    }
}
