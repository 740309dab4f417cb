// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HexFormat;
import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The validator against protobuf-java on random messages, whole and damaged. */
class WireValidatorOracleTest {
    /** Damaged messages of each signal; {@code -Dpdata.mutations=250000} for a long run. */
    private static final int MUTATIONS = Integer.getInteger("pdata.mutations", 8_000);

    private static final long SEED = Long.getLong("pdata.seed", 20_261_125);

    private final ReferenceDecoder reference = new ReferenceDecoder();

    @ParameterizedTest
    @EnumSource(Signal.class)
    void randomMessages_areAcceptedAndCounted(Signal signal) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        RandomMessages messages = new RandomMessages(random);
        for (int i = 0; i < 100; i++) {
            var message = messages.request(signal, 3);
            byte[] bytes = message.toByteArray();
            assertThat(WireValidator.scan(signal, bytes, 0, bytes.length))
                    .as("seed %d, message %d", SEED, i)
                    .isEqualTo(new WireValidator.Scan(ReferenceDecoder.items(message), 0));
        }
    }

    @ParameterizedTest
    @EnumSource(Signal.class)
    void damagedMessages_getTheVerdictOfADecodingCollector(Signal signal) throws Exception {
        SplittableRandom random = new SplittableRandom(SEED);
        RandomMessages messages = new RandomMessages(random);
        Mutations mutations = new Mutations(random);
        int accepted = 0;
        int mended = 0;
        for (int i = 0; i < MUTATIONS; ) {
            byte[] whole = messages.request(signal, 2).toByteArray();
            for (int j = 0; j < 50; j++, i++) {
                byte[] bytes = mutations.mutate(whole);
                int invalid = compare(signal, bytes);
                accepted += invalid >= 0 ? 1 : 0;
                mended += invalid > 0 ? 1 : 0;
            }
        }
        // Otherwise the damage is so great, or so small, that nothing is compared.
        assertThat(accepted).isBetween(MUTATIONS / 20, MUTATIONS * 19 / 20);
        assertThat(mended).isGreaterThan(MUTATIONS / 500);
    }

    /** Number of strings that were mended, or -1 where both refuse. */
    private int compare(Signal signal, byte[] bytes) throws IOException {
        String input = "seed %d: %s".formatted(SEED, HexFormat.of().formatHex(bytes));
        WireValidator.Scan scan;
        try {
            scan = WireValidator.scan(signal, bytes, 0, bytes.length);
        } catch (MalformedTelemetryException e) {
            if (reference.accepts(signal, bytes)) {
                // Keys and lengths above 32 bits: protobuf-java cuts them, Go does not.
                assertThat(ReferenceDecoder.hasLongVarint(bytes))
                        .as("%s refused: %s", input, e)
                        .isTrue();
            }
            return -1;
        }
        assertThat(reference.accepts(signal, bytes)).as(input).isTrue();
        byte[] valid = bytes;
        if (scan.invalidStrings() > 0) {
            WireMender.Mended mended = mend(signal, bytes);
            assertThat(mended.strings()).as(input).isEqualTo(scan.invalidStrings());
            valid = mended.bytes();
        }
        assertThat(scan.items())
                .as(input)
                .isEqualTo(ReferenceDecoder.items(ReferenceDecoder.decode(signal, valid)));
        return scan.invalidStrings();
    }

    private static WireMender.Mended mend(Signal signal, byte[] bytes) {
        try {
            return WireMender.mend(signal, bytes, 0, bytes.length);
        } catch (MalformedTelemetryException e) {
            throw new AssertionError(e);
        }
    }
}
