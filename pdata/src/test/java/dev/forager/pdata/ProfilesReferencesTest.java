// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.pdata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attributes that refer to the dictionary; the texts of faults are the Go collector's (0.165). */
class ProfilesReferencesTest {
    private static final String PLAIN = "{\"key\":\"a\",\"value\":{\"intValue\":\"1\"}}";

    @Test
    void resources_readAsIfWrittenOut() throws Exception {
        Payload payload =
                parse(
                        PLAIN
                                + ",{\"keyStrindex\":1,\"value\":{\"stringValueStrindex\":2}},"
                                + "{\"key\":\"list\",\"value\":{\"arrayValue\":{\"values\":["
                                + "{\"stringValueStrindex\":0},{\"kvlistValue\":{\"values\":["
                                + "{\"keyStrindex\":2,\"value\":{\"boolValue\":true}}]}}]}}}",
                        "{\"keyStrindex\":2,\"value\":{\"stringValue\":\"x\"}}");
        ResourceProfiles group = ((Profiles) payload.open()).resources().getFirst();
        assertThat(group.resource().attributes().toMap())
                .isEqualTo(
                        Value.MapV.of(
                                List.of(
                                        KeyValue.of("a", Value.of(1)),
                                        KeyValue.of("service.name", Value.of("shop")),
                                        KeyValue.of(
                                                "list",
                                                Value.Arr.of(
                                                        Value.of(""),
                                                        Value.MapV.of(
                                                                List.of(
                                                                        KeyValue.of(
                                                                                "shop",
                                                                                Value.of(
                                                                                        true)))))))));
        assertThat(group.scopes().getFirst().scope().attributes().get("shop"))
                .isEqualTo(Value.of("x"));
    }

    @Test
    void anEditedResource_isWrittenOut() throws Exception {
        Payload payload = parse("{\"keyStrindex\":1,\"value\":{\"stringValueStrindex\":2}}", PLAIN);
        Telemetry profiles = payload.open();
        profiles.resources().getFirst().resource().attributes().put("service.name", "till");
        String json = new String(OtlpJson.toJson(profiles.seal()), StandardCharsets.UTF_8);
        assertThat(json)
                .contains(
                        "{\"attributes\":[{\"key\":\"service.name\",\"value\":{\"stringValue\":\"till\"}}]}")
                .doesNotContain("trindex\":1");
    }

    @Test
    void withoutReferences_readingChangesNothing() throws Exception {
        Payload payload = parse(PLAIN, PLAIN);
        Telemetry profiles = payload.open();
        assertThat(profiles.resources()).hasSize(1);
        assertThat(profiles.seal()).isSameAs(payload);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    {"key":"a","keyStrindex":1} | attribute 0 has both key and key_strindex set
                    {"keyStrindex":3} | attribute 0 has invalid key_strindex 3
                    {"keyStrindex":-1} | attribute 0 has invalid key_strindex -1
                    {"key":"a","value":{"stringValueStrindex":3}} | attribute 0 value: invalid string_value_strindex 3
                    {"key":"a","value":{"arrayValue":{"values":[{"intValue":1},{"stringValueStrindex":-2}]}}} | attribute 0 value: array value 1: invalid string_value_strindex -2
                    {"key":"a","value":{"kvlistValue":{"values":[{"keyStrindex":9}]}}} | attribute 0 value: attribute 0 has invalid key_strindex 9
                    """)
    void aReferenceToNowhere_isTheSendersMistake(String attribute, String fault) {
        assertThatThrownBy(() -> parse(attribute, PLAIN))
                .isInstanceOfSatisfying(
                        MalformedTelemetryException.class, e -> assertThat(e.isDecoded()).isTrue())
                .hasMessage("resource profiles 0 resource attributes: " + fault);
        assertThatThrownBy(() -> parse(PLAIN, attribute))
                .hasMessage("resource profiles 0 scope profiles 0 attributes: " + fault);
    }

    private static Payload parse(String resource, String scope) throws Exception {
        byte[] json =
                """
                {"resourceProfiles":[{"resource":{"attributes":[%s]},
                  "scopeProfiles":[{"scope":{"name":"s","attributes":[%s]},
                    "profiles":[{"samples":[{"stackIndex":0}]}]}]}],
                 "dictionary":{"stringTable":["","service.name","shop"]}}
                """
                        .formatted(resource, scope)
                        .getBytes(StandardCharsets.UTF_8);
        return OtlpJson.toPayload(Signal.PROFILES, json, 0, json.length);
    }
}
