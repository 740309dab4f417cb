// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.redaction;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;
import static org.assertj.core.api.Assertions.assertThat;

import dev.forager.pdata.Payload;
import dev.forager.pdata.Signal;
import dev.forager.pdata.Span;
import dev.forager.pdata.Traces;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.ProcessorFactory;
import dev.forager.testkit.CollectingConsumer;
import dev.forager.testkit.GoldenFolder;
import dev.forager.testkit.ProcessorContract;
import dev.forager.testkit.TestSettings;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedactionProcessorTest {
    private final RedactionProcessorFactory factory = new RedactionProcessorFactory();

    /** The expected files were written by the Go collector. */
    @TestFactory
    Stream<DynamicTest> golden() {
        return GoldenFolder.of(RedactionProcessorTest.class, "golden").tests(factory);
    }

    /** The texts are the Go collector's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            textBlock =
                    """
                    {hash_function: sha2} | unknown HashFunction sha2, allowed functions are sha1, sha3, md5, hmac-sha256 and hmac-sha512
                    {hash_function: hmac-sha256} | hmac_key must not be empty when hash_function is "hmac-sha256"
                    {hash_function: hmac-sha256, hmac_key: short} | hmac_key must be at least 32 bytes long for "hmac-sha256", got 5 bytes
                    {hash_function: HMAC-SHA512, hmac_key: short} | hmac_key must be at least 64 bytes long for "hmac-sha512", got 5 bytes
                    {hash_function: md5, masking_string: x} | masking_string must not be set when hash_function is defined
                    {blocked_values: [a, '(']} | blocked_values[1]: failed to process block list: error compiling regex in list: error parsing regexp: missing closing ): `(`
                    {allowed_values: ['(']} | failed to process allow list: error compiling regex in list
                    {ignored_key_patterns: ['(']} | failed to process ignore keys list: error compiling regex in list
                    {blocked_key_patterns: ['(']} | failed to process block keys list: error compiling regex in list
                    """)
    void mistakes_areNamed(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }

    @Test
    void key_isNotPrinted() {
        var config =
                assertThatConfig(
                                factory,
                                "{hash_function: hmac-sha256, hmac_key: 0123456789abcdef0123456789abcdef}")
                        .binds();
        assertThat(config.toString()).doesNotContain("0123456789");
    }

    /** Linear in what the sender sends, whatever it is. */
    @ParameterizedTest
    @ValueSource(strings = {"9", "'", "$a", "\"", "/*", "$func$", "{", "[", "a ", "\\", "/", "-"})
    void hostileValues_doNoHarm(String piece) throws Exception {
        var config =
                assertThatConfig(
                                factory,
                                """
                                allow_all_keys: true
                                blocked_values: ['(a+)+$', '([0-9]+)*x']
                                url_sanitizer: {enabled: true, attributes: [a]}
                                db_sanitizer:
                                  sql: {enabled: true, attributes: [a]}
                                  mongo: {enabled: true, attributes: [b]}
                                  redis: {enabled: true, attributes: [c]}
                                """)
                        .binds();
        var next = new CollectingConsumer();
        factory.create(config, new TestSettings().processor("redaction", Signal.TRACES), next)
                .consume(hostile(piece.repeat(100_000)), Context.background());
        assertThat(next.payloads()).extracting(Payload::itemCount).containsExactly(3);
    }

    private static Traces hostile(String text) {
        Traces traces = Traces.create();
        var scope = traces.addResource().addScope();
        for (String system : new String[] {"mysql", "mongodb", "redis"}) {
            Span span = scope.addSpan();
            span.name(text).attributes().put("db.system", system);
            span.attributes().put("a", text).put("b", text).put("c", text);
        }
        return traces;
    }

    @Nested
    class Contract extends ProcessorContract<RedactionProcessorConfig> {
        @Override
        protected ProcessorFactory<RedactionProcessorConfig> factory() {
            return factory;
        }

        @Override
        protected RedactionProcessorConfig config() {
            return assertThatConfig(factory, yaml()).binds();
        }

        @Override
        protected String yaml() {
            return "{allowed_keys: [a], blocked_values: ['[0-9]+'], summary: debug}";
        }
    }
}
