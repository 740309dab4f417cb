// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.otlpjson;

/** No settings. */
public record OtlpJsonConnectorConfig() {}
