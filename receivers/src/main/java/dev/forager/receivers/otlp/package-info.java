// SPDX-FileCopyrightText: The Forager Authors
// SPDX-License-Identifier: Apache-2.0
/**
 * The receiver for OTLP over gRPC and HTTP (<a
 * href="https://opentelemetry.io/docs/specs/otlp/">specification</a>), protobuf and JSON.
 */
@NullMarked
package dev.forager.receivers.otlp;

import org.jspecify.annotations.NullMarked;
