// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.processors.edits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.forager.pdata.Attributes;
import dev.forager.pdata.Span;
import dev.forager.pdata.Value;
import dev.forager.pipeline.AuthResult;
import dev.forager.pipeline.ClientInfo;
import dev.forager.pipeline.Context;
import dev.forager.pipeline.Metadata;
import dev.forager.pipeline.config.InvalidConfigException;
import dev.forager.testkit.LogRecorder;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.event.Level;
import org.slf4j.helpers.NOPLogger;

class AttributeEditsTest {
    /** The texts are the Go collector's. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "-",
            textBlock =
                    """
                    '' | insert | - | - | - | error creating AttrProc due to missing required field "key" at the 0-th action
                    '' | hash | - | - | - | error creating AttrProc due to missing required field (at least one of "key" and "pattern" have to be used) at the 0-th action
                    a | insert | - | - | - | error with key "a" (0-th action): error creating AttrProc. Either field "value", "from_attribute", "from_context", or "default_value" must be specified
                    a | insert | 1 | b | - | error with key "a" (0-th action): error creating AttrProc due to multiple value sources being set
                    a | insert | 1 | - | x | error with key "a" (0-th action): error creating AttrProc. Action "insert" does not use the "pattern" field. This must not be specified
                    a | delete | 1 | - | - | error with key "a" (0-th action): error creating AttrProc. Action "delete" does not use "value" or "from_attribute" field. These must not be specified
                    a | delete | - | - | ( | error with key "a" (0-th action): error creating AttrProc. Field "pattern" has invalid pattern: "("
                    a | extract | 1 | - | - | error with key "a" (0-th action): error creating AttrProc. Action "extract" does not use a value source field. These must not be specified
                    a | extract | - | - | - | error with key "a" (0-th action): error creating AttrProc due to missing required field "pattern" for action "extract"
                    a | extract | - | - | x | error with key "a" (0-th action): error creating AttrProc. Field "pattern" contains no named matcher groups
                    a | extract | - | - | (?P<a>.)(.) | error with key "a" (0-th action): error creating AttrProc. Field "pattern" contains at least one unnamed matcher group
                    a | convert | 1 | - | - | error with key "a" (0-th action): error creating AttrProc. Action "convert" does not use value sources or "pattern" field. These must not be specified
                    a | convert | - | - | - | error with key "a" (0-th action): error creating AttrProc due to missing required field "converted_type" for action "convert"
                    a | '' | - | - | - | error with key "a" (0-th action): error creating AttrProc due to unsupported action ""
                    """)
    void actions_thatMakeNoSense_areRefused(
            String key,
            String action,
            @Nullable String value,
            @Nullable String source,
            @Nullable String pattern,
            String text) {
        var wrong =
                new AttributeAction(
                        unquoted(key),
                        unquoted(action),
                        value,
                        source == null ? "" : source,
                        "",
                        null,
                        pattern == null ? "" : pattern,
                        "");
        assertThatThrownBy(() -> AttributeEdits.of(List.of(wrong), "actions", NOPLogger.NOP_LOGGER))
                .isInstanceOf(InvalidConfigException.class)
                .hasMessageStartingWith(text);
    }

    private static String unquoted(String text) {
        return text.equals("''") ? "" : text;
    }

    @Test
    void type_isOfThree() {
        assertThatThrownBy(
                        () ->
                                edits(
                                        new AttributeAction(
                                                "a", "convert", null, "", "", null, "", "float")))
                .hasMessageEndingWith(
                        "due to invalid value \"float\" in field \"converted_type\" for action"
                                + " \"convert\"");
        assertThatThrownBy(
                        () ->
                                edits(
                                        new AttributeAction(
                                                "a", "upsert", 1L, "", "", null, "", "int")))
                .hasMessageEndingWith(
                        "Action \"upsert\" does not use the \"converted_type\" field. This must"
                                + " not be specified");
    }

    @Test
    void context_givesHeadersAuthAndAddress() throws Exception {
        var edits =
                edits(
                        from("tenant", "metadata.X-Tenant"),
                        from("plain", "x-tenant"),
                        from("subject", "auth.subject"),
                        from("groups", "auth.groups"),
                        from("peer", "client.address"));
        assertThat(applied(edits, context(address("10.0.0.7"))))
                .hasToString("{tenant=a;b, plain=a;b, subject=joe, peer=10.0.0.7}");
        assertThat(applied(edits, Context.background())).hasToString("{peer=}");
    }

    @ParameterizedTest
    @CsvSource({"2001:db8:0:0:1:0:0:1, 2001:db8::1:0:0:1", "::ffff:1.2.3.4, 1.2.3.4"})
    void clientAddress_isCompressed(String address, String text) throws Exception {
        var edits = edits(from("peer", "client.address"));
        assertThat(applied(edits, context(address(address))).getString("peer", "-"))
                .isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource({
        "1_000, 1000.0",
        "0x_1p2, 4.0",
        "inf, Infinity",
        "-Infinity, -Infinity",
        "nAn, NaN",
        "1., 1.0",
        "-.5e3, -500.0",
        "1e400, text",
        "0x10, text",
        "1__0, text",
        "1f, text",
        "_1, text",
        "., text"
    })
    void doubles_areReadAsGoReadsThem(String text, String expected) {
        Attributes attributes = new Span().attributes().put("a", text);
        edits(new AttributeAction("a", "convert", null, "", "", null, "", "double"))
                .forRequest(Context.background())
                .applyTo(attributes);
        assertThat(attributes.get("a"))
                .isEqualTo(
                        expected.equals("text")
                                ? Value.of(text)
                                : Value.of(Double.parseDouble(expected)));
    }

    @Test
    void hostileTexts_areConvertedInLinearTimeOrLeft() {
        String huge = "9".repeat(1_000_000);
        Attributes attributes = new Span().attributes();
        attributes.put("a", huge).put("b", huge).put("c", Double.NaN).put("d", 1e300);
        var edits =
                edits(
                        new AttributeAction("a", "convert", null, "", "", null, "", "double"),
                        new AttributeAction("b", "convert", null, "", "", null, "", "int"),
                        new AttributeAction("c", "convert", null, "", "", null, "", "int"),
                        new AttributeAction("d", "convert", null, "", "", null, "", "int"),
                        new AttributeAction(
                                "b", "extract", null, "", "", null, "(?P<x>(?:9+)+$)", ""));
        assertThat(edits).isNotNull();
        edits.forRequest(Context.background()).applyTo(attributes);
        assertThat(attributes.getString("a", "")).hasSize(1_000_000);
        assertThat(attributes.getString("b", "")).hasSize(1_000_000);
        assertThat(attributes.getLong("c", 0)).isEqualTo(Long.MIN_VALUE);
        assertThat(attributes.getLong("d", 0)).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void failedConversion_isADebugLineWithoutTheValue() {
        var log = new LogRecorder().from(Level.DEBUG);
        var action = new AttributeAction("a", "convert", null, "", "", null, "", "int");
        AttributeEdits.of(List.of(action), "actions", log.logger())
                .forRequest(Context.background())
                .applyTo(new Span().attributes().put("a", "secret"));
        assertThat(log.lines().toString())
                .contains("Value could not be converted to int")
                .doesNotContain("secret");
    }

    private static AttributeAction from(String key, String source) {
        return new AttributeAction(key, "insert", null, "", source, null, "", "");
    }

    private static AttributeEdits edits(AttributeAction... actions) {
        return AttributeEdits.of(List.of(actions), "actions", NOPLogger.NOP_LOGGER);
    }

    private static Attributes applied(AttributeEdits edits, Context context) {
        Attributes attributes = new Span().attributes();
        edits.forRequest(context).applyTo(attributes);
        return attributes;
    }

    private static SocketAddress address(String ip) throws Exception {
        return new InetSocketAddress(InetAddress.getByName(ip), 4317);
    }

    private static Context context(SocketAddress address) {
        return Context.of(
                new ClientInfo(
                        address,
                        new AuthResult(Map.of("subject", "joe")),
                        Metadata.of(Map.of("x-tenant", List.of("a", "b")))),
                null);
    }
}
