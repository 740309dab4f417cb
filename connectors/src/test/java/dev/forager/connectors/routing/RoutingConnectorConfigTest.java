// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.routing;

import static dev.forager.testkit.ConfigAssertions.assertThatConfig;

import org.junit.jupiter.api.Test;

class RoutingConnectorConfigTest {
    private final RoutingConnectorFactory factory = new RoutingConnectorFactory();

    @Test
    void badConfigurations_areRefusedInTheCollectorsWords() {
        refused("{}", "invalid routing table: the routing table is empty");
        refused(
                "table: [{pipelines: [logs]}]",
                "invalid route: no condition or statement provided");
        refused(
                "table: [{condition: a, statement: b, pipelines: [logs]}]",
                "invalid route: both condition and statement provided");
        refused("table: [{condition: a}]", "invalid route: no pipelines defined");
        refused(
                "table: [{context: exemplar, condition: a, pipelines: [logs]}]",
                "invalid context: exemplar");
        refused(
                "table: [{context: request, statement: a, pipelines: [logs]}]",
                "\"request\" context requires a 'condition'");
        request("a", "condition does not contain a valid comparator");
        request("request[\"a\"] == \"b\" != \"c\"", "condition contains multiple comparators");
        request(
                "req == \"b\"",
                "condition must have format 'request[\"<name>\"] <comparator> <value>'");
        request(
                "request[\"a\"] == b",
                "condition must have format 'request[\"<name>\"] <comparator> \"<value>\"'");
    }

    @Test
    void mistakesOfAllRoutes_areToldAtOnce() {
        assertThatConfig(
                        factory,
                        "table: [{context: exemplar, condition: a, pipelines: [logs]}, {condition:"
                                + " a}, {pipelines: [logs]}]")
                .failsWith(
                        "table[0]::context", "table[1]: invalid route", "table[2]: invalid route");
    }

    private void request(String condition, String text) {
        refused(
                "table: [{context: request, condition: '" + condition + "', pipelines: [logs]}]",
                text);
    }

    private void refused(String yaml, String text) {
        assertThatConfig(factory, yaml).failsWith(text);
    }
}
