package io.github.paymentsuite.order;

import io.github.paymentsuite.events.Money;
import io.github.paymentsuite.starter.Caller;
import io.github.paymentsuite.starter.RequiresScope;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import java.net.URI;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The HTTP side of orders. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class OrderController {
  private static final String ORDER_ID = "[A-Za-z0-9_-]{1,64}";

  private final Orders orders;
  private final UnknownOrders unknownOrders;

  OrderController(Orders orders, UnknownOrders unknownOrders) {
    this.orders = orders;
    this.unknownOrders = unknownOrders;
  }

  @RequiresScope("orders:write")
  @PostMapping("/orders")
  ResponseEntity<OrderAnswer> create(@RequestBody @Valid OrderRequest request, Caller caller) {
    caller.requireUser(request.userId());
    String orderId = request.orderId() == null ? mintOrderId() : request.orderId();
    Optional<Order> created = orders.create(orderId, request.userId(), request.amount());
    boolean wasAwaited = unknownOrders.arrived(orderId);
    Order order = wasAwaited ? orders.find(orderId) : created.orElseGet(() -> orders.find(orderId));
    OrderAnswer answer = OrderAnswer.of(order);
    return created.isPresent()
        ? ResponseEntity.created(URI.create("/orders/" + orderId)).body(answer)
        : ResponseEntity.ok(answer);
  }

  @RequiresScope("orders:read")
  @GetMapping("/orders/{orderId}")
  OrderAnswer find(@PathVariable @Pattern(regexp = ORDER_ID) String orderId, Caller caller) {
    return OrderAnswer.of(findFor(caller, orderId));
  }

  @RequiresScope("orders:write")
  @PostMapping("/orders/{orderId}/cancel")
  OrderAnswer cancel(@PathVariable @Pattern(regexp = ORDER_ID) String orderId, Caller caller) {
    // Whose it is never changes.
    findFor(caller, orderId);
    return OrderAnswer.of(orders.cancel(orderId));
  }

  /** The open ones. */
  @RequiresScope("cases:read")
  @GetMapping("/cases")
  List<OrderCase> cases(@RequestParam @Pattern(regexp = ORDER_ID) String orderId) {
    return orders.casesOf(orderId);
  }

  /** Another's order is to the caller as if there were none. */
  private Order findFor(Caller caller, String orderId) {
    Order order = orders.find(orderId);
    if (!caller.mayActFor(order.userId())) {
      throw new OrderNotFound(orderId);
    }
    return order;
  }

  private static String mintOrderId() {
    return "ORDER_" + UUID.randomUUID().toString().replace("-", "");
  }

  /**
   * What a client asks for.
   *
   * @param orderId the client's own id of the order; minted if it has none
   */
  record OrderRequest(
      @Pattern(regexp = ORDER_ID) String orderId,
      @NotNull @Positive Long userId,
      @NotNull Money amount) {}

  /** An order as clients see it. */
  record OrderAnswer(
      String orderId,
      long userId,
      Money amount,
      OrderStatus status,
      Instant createdAt,
      Instant updatedAt) {
    static OrderAnswer of(Order order) {
      return new OrderAnswer(
          order.orderId(),
          order.userId(),
          order.amount(),
          order.status(),
          order.createdAt(),
          order.updatedAt());
    }
  }
}
