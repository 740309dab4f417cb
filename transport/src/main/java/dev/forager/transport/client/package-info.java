// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0

/**
 * Clients over Armeria that block a virtual thread per call: configurations with the collector's
 * keys, HTTP and unary gRPC, and what exporters of OTLP share. Failures come back as {@link
 * dev.forager.pipeline.ConsumeException} with the collector's texts.
 */
@NullMarked
package dev.forager.transport.client;

import org.jspecify.annotations.NullMarked;
