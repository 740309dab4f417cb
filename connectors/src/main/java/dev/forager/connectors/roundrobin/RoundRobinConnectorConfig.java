// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.roundrobin;

/** No settings. */
public record RoundRobinConnectorConfig() {}
