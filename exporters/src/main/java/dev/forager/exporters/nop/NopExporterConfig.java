// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
package dev.forager.exporters.nop;

/** No settings. */
public record NopExporterConfig() {}
