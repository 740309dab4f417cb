// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.connectors.forward;

/** No settings. */
public record ForwardConnectorConfig() {}
